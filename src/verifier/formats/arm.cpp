// Arm CCA and PSA tokens.

#include "evidence/cca/checks.h"
#include "evidence/cca/verify.h"
#include "evidence/psa/checks.h"
#include "evidence/psa/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

Verification verify_cca(const Request& request) {
  return cca::verify_token(request.evidence, {request.material.keys()}, request.anchors.keys);
}

Verification verify_psa(const Request& request) {
  return psa::verify_token(request.evidence, {request.material.keys()}, request.anchors.keys);
}

}  // namespace

const Format cca_format = {"cca", "Arm CCA attestation token", cca::looks_like_token, verify_cca,
                           cca::check_table};
const Format psa_format = {"psa", "PSA attestation token", psa::looks_like_token, verify_psa,
                           psa::check_table};

}  // namespace anchorhold::verifier
