#include "evidence/nsm/nitro_tpm_checks.h"
#include "evidence/nsm/nitro_tpm_document.h"
#include "evidence/nsm/nitro_tpm_verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

Verification verify_nitro_tpm(const Request& request) {
  std::vector<nsm::Anchor> anchors{nsm::NitroAnchor{}};
  for (const Digest256& root : request.anchors.software_roots)
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  return nsm::verify_tpm_document(request.evidence, anchors, request.at, request.cache);
}

}  // namespace

const Format nitro_tpm_format = {"nitro-tpm", "AWS NitroTPM attestation document",
                                 nsm::looks_like_tpm_document, verify_nitro_tpm,
                                 nsm::tpm_check_table};

}  // namespace anchorhold::verifier
