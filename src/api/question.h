#pragma once
// Question: what a relying party asks of evidence, and all that the answer may rest on.

#include <optional>
#include <string>
#include <vector>

#include "appraise/policy.h"
#include "contract/sealed.h"
#include "verifier/file.h"
#include "verifier/request.h"

namespace anchorhold::api {

// Question: without a policy or a contract no measurement is known to be good, so that the verdict
// is at best unproven. Not both may be set.
struct Question {
  std::string format = {};  // by name; empty: told from the content
  std::vector<verifier::File> collateral = {};
  std::vector<verifier::File> anchors = {};  // trusted beside the vendors' compiled-in roots
  std::vector<Digest256> software_roots = {};
  std::string policy = {};  // the text of one
  std::optional<contract::SealedContract> contract = {};
  appraise::Binding binding = {};
  Time at{};
  verifier::Insecure insecure = {};
  bool require_crl = false;  // see verifier::Request
};

}  // namespace anchorhold::api
