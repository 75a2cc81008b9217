// Nobody without the keys makes a JWS that verifies over another payload than the seeds'.
#include "check.h"
#include "crypto/jws.h"

using namespace anchorhold;

namespace {

// The keys of the seeds: scalars of one repeated byte.
Result<crypto::PublicKey> key_of(std::string_view kid) {
  static const auto ed25519 =
      crypto::PrivateKey::from_scalar("a", crypto::Algorithm::ed25519, Bytes(32, 0x11));
  static const auto es384 =
      crypto::PrivateKey::from_scalar("b", crypto::Algorithm::es384, Bytes(48, 0x22));
  if (kid == "a") return ed25519->public_key();
  if (kid == "b") return es384->public_key();
  return Error{Code::denied, std::string(kid), "not a party"};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  const auto claimed = crypto::read_unverified_jws("input", text, "contract");
  const auto verified = crypto::verify_jws("input", text, "contract", key_of);
  if (!verified.ok()) return 0;
  fuzz::check(claimed.ok() && claimed->payload == verified->payload);
  fuzz::check(text_of(verified->payload) == "payload" && !verified->signers.empty());
  return 0;
}
