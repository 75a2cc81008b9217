// IBM's Hyper Protect attestation records and host key documents.

#include "evidence/ibmse/checks.h"
#include "evidence/ibmse/verify.h"
#include "verifier/format.h"

namespace anchorhold::verifier {
namespace {

// IBM names its host keys' owner so; IBM's own rules, not the name, prove where one comes from.
bool is_host_key(ByteView evidence) {
  constexpr std::string_view unit_oid = "2.5.4.11";
  const auto document = crypto::parse_certificates("host key document", evidence);
  return document.ok() && document->size() == 1 &&
         crypto::name_attribute(document->front().subject, unit_oid) == "IBM Z Host Key";
}

Verification verify_record(const Request& request) {
  const Material& material = request.material;
  return ibmse::verify_record(request.evidence, material.signature(),
                              {.certificates = material.certificates(), .crls = material.crls()},
                              request.anchors.keys, request.at, request.cache);
}

Verification verify_host_key(const Request& request) {
  const auto document = crypto::parse_certificates("host key document", request.evidence);
  if (!document.ok()) {
    CheckRun run(ibmse::host_key_checks());
    run.fail(*ibmse::host_key_checks().front(), "host key document", document.error().to_string());
    return unreadable(std::move(run));
  }
  return ibmse::verify_host_key(
      document->front(),
      {.certificates = request.material.certificates(), .crls = request.material.crls()},
      request.anchors.keys, request.at, request.cache);
}

}  // namespace

const Format hyper_protect_format = {"hyper-protect", "IBM Hyper Protect attestation record",
                                     ibmse::looks_like_evidence, verify_record,
                                     ibmse::record_checks};
const Format host_key_format = {"host-key", "IBM Secure Execution host key document", is_host_key,
                                verify_host_key, ibmse::host_key_checks};

}  // namespace anchorhold::verifier
