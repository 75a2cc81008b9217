#include "evidence/ibmse/document.h"
#include "evidence/ibmse/name.h"
#include "evidence/ibmse/verify.h"

namespace anchorhold::ibmse {
namespace {

Claims host_key_claims(const crypto::Certificate& document) {
  Claims out;
  out.tee = TeeKind::ibmse;
  out.format = "IBM host key document";
  out.platform = crypto::name_attribute(document.subject, "2.5.4.11");
  out.public_key = document.key.spki();
  out.vendor["serial"] = document.serial;
  out.vendor["key_kind"] = std::string(crypto::key_kind_name(document.key.kind()));
  out.vendor["not_after"] = format_time(document.not_after);
  return out;
}

}  // namespace

Verification verify_host_key(const crypto::Certificate& document, const Endorsements& endorsements,
                             std::span<const GivenAnchor> given, Time at,
                             crypto::CertificateCache* cache) {
  CheckRun run(host_key_checks());
  Claims claims = host_key_claims(document);
  const auto rooted =
      judge_document(document, is_key_signing_service, endorsements, given, at, cache, run);
  if (rooted) {
    claims.hardware_rooted = rooted->vendor;
    claims.root = rooted->root;
  }
  return conclude(std::move(run), std::move(claims));
}

}  // namespace anchorhold::ibmse
