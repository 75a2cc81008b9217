#include "verifier/tpm_parts.h"

#include "crypto/hash.h"
#include "evidence/tpm/verify.h"
#include "verifier/role.h"

namespace anchorhold::verifier {

Verification verify_tpm_quote(ByteView message, const Request& request,
                              std::optional<ByteView> vouched_key) {
  const Material& material = request.material;
  tpm::QuoteParts quote{.message = message, .signature = material.signature()};
  if (!material.all(role::pcrs).empty()) quote.pcrs = material.first(role::pcrs);

  std::vector<GivenAnchor> anchors = request.anchors.keys;
  tpm::QuoteInputs inputs;
  inputs.quotes = std::span(&quote, 1);
  // Azure's tools alone keep the bare value; its key is the one that hardware vouches for.
  if (vouched_key && role::by_content(quote.signature) != role::signature)
    inputs.form = tpm::SignatureForm::rsassa_sha256;
  inputs.certificates = material.certificates();
  inputs.crls = material.crls();
  inputs.require_crl = request.require_crl;
  inputs.allow_insecure_sha1 = request.insecure.sha1;
  if (vouched_key) {
    inputs.ak_public = vouched_key;
    anchors = {GivenAnchor{crypto::sha256(*vouched_key)}};
  } else if (!material.all(role::tpm_public).empty()) {
    inputs.ak_public = material.first(role::tpm_public);
  } else if (!material.all(role::public_key).empty()) {
    inputs.ak_public = material.first(role::public_key);
  }
  return tpm::verify_quotes(inputs, anchors, request.at, request.cache);
}

}  // namespace anchorhold::verifier
