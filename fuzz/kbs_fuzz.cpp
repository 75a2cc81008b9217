// Every message of the key broker protocol that parses is written again as the same message.
#include "check.h"
#include "net/kbs.h"

using namespace anchorhold;
namespace kbs = net::kbs;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  if (const auto request = kbs::parse_request(text); request.ok()) {
    const auto again = kbs::parse_request(kbs::encode_request(*request));
    fuzz::check(again.ok() && again->tee == request->tee && again->version == request->version);
  }
  if (const auto challenge = kbs::parse_challenge(text); challenge.ok()) {
    fuzz::check(kbs::parse_challenge(kbs::encode_challenge(*challenge))->nonce == challenge->nonce);
  }
  if (const auto attestation = kbs::parse_attestation(text); attestation.ok()) {
    const std::string once = kbs::encode_attestation(*attestation);
    fuzz::check(kbs::encode_attestation(*kbs::parse_attestation(once)) == once);
    (void)kbs::parse_evidence(attestation->primary_evidence);
  }
  if (const auto token = kbs::parse_token(text); token.ok()) {
    fuzz::check(*kbs::parse_token(kbs::encode_token(*token)) == *token);
  }
  if (const auto error = kbs::parse_error(text); error.ok()) {
    fuzz::check(kbs::parse_error(kbs::encode_error(*error))->detail == error->detail);
  }
  if (const auto name = kbs::parse_resource_path(text); name.ok()) {
    fuzz::check(kbs::resource_path(name->repository, name->type, name->tag) == text);
  }
  (void)kbs::cookie_value(text, kbs::session_cookie);
  return 0;
}
