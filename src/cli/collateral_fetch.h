#pragma once
// `collateral fetch`: the only verb that talks to vendors. It writes files and judges nothing else.

#include <string>
#include <vector>

#include "base/time.h"
#include "cli/context.h"
#include "net/http_get.h"
#include "verifier/collateral_needs.h"

namespace anchorhold::cli {

struct FetchJob {
  Bytes evidence;
  std::string format;
  std::vector<verifier::File> there;  // collateral that the caller has already
  std::string folder;
  verifier::VendorSites sites;
  bool refresh = false;  // also what is there and current
  Duration patience{};   // the longest wait that a busy service may ask for
  net::GetRules rules;
  Time at;
};

// fetch_collateral: asks the vendor for everything that is missing or not current, and puts each
// answer that serves into the folder, whole files only. What fails leaves the folder as it was.
// Ends as unavailable when something is still missing.
Status fetch_collateral(Context& context, FetchJob job);

}  // namespace anchorhold::cli
