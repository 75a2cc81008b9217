#pragma once
// The platform of a quote, by its own word, and the TCB documents for it.

#include <optional>

#include "crypto/x509.h"
#include "evidence/dcap/pck.h"
#include "evidence/dcap/pck_name.h"
#include "evidence/dcap/pcs_url.h"
#include "verifier/collateral_needs.h"

namespace anchorhold::verifier {

// DcapPlatform: `pck` and `ca` are known as soon as the PCK certificate is, which lies in the quote
// or in the collateral. `name` points into the evidence.
struct DcapPlatform {
  dcap::TeeType tee = dcap::TeeType::sgx;
  std::vector<crypto::Certificate> certificates;  // inside the quote
  std::optional<crypto::Certificate> leaf;
  bool leaf_inside = false;
  std::optional<dcap::PckExtension> pck;
  std::optional<dcap::PckCa> ca;
  std::optional<dcap::PckName> name;  // of quotes that hold no certificate
  bool encrypted_for_intel = false;   // `name` is one that Intel's service takes
};

// dcap_platform: an error when quote or certificates cannot be read.
Result<DcapPlatform> dcap_platform(const NeedsQuestion& question);

Need tcb_info_need(const NeedsQuestion& question, const DcapPlatform& platform);
Need identity_need(const NeedsQuestion& question, const DcapPlatform& platform);

}  // namespace anchorhold::verifier
