#include "evidence/nsm/checks.h"
#include "evidence/nsm/claims.h"
#include "evidence/nsm/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

bool is_nsm_document(ByteView evidence) {
  return nsm::parse_document(evidence).ok();
}

Verification verify_nsm(const Request& request) {
  std::vector<nsm::Anchor> anchors{nsm::NitroAnchor{}};
  for (const Digest256& root : request.anchors.software_roots)
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  CheckRun run(nsm::check_table());
  const auto parsed = nsm::parse_document(request.evidence);
  if (!parsed.ok()) {
    run.fail(nsm::structure_check, "attestation document", parsed.error().to_string());
    return unreadable(std::move(run));
  }
  nsm::Verification verified = nsm::verify_document(*parsed, anchors, request.at, request.cache);
  run.add(std::move(verified.findings));
  Claims claims = verified.document ? nsm::claims_of(*verified.document)
                                    : nsm::said_by(parsed->claimed().document);
  return conclude(std::move(run), std::move(claims));
}

}  // namespace

const Format nsm_format = {"nitro", "AWS Nitro or software TEE attestation document",
                           is_nsm_document, verify_nsm, nsm::check_table};

}  // namespace anchorhold::verifier
