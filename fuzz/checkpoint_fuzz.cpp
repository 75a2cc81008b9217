// Nobody without the log's key makes a checkpoint that opens with another content than the seed's,
// and a log entry has one form only.
#include "broker/checkpoint.h"
#include "broker/log_leaf.h"
#include "check.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The key of the seed: a scalar of one repeated byte.
  static const auto key =
      crypto::PrivateKey::from_scalar("log", crypto::Algorithm::ed25519, Bytes(32, 0x11));
  static const broker::LogVerifier log{"anchorhold/fuzz", key->public_key()};
  const std::string_view text = text_of({data, size});

  const auto checkpoint = broker::open_checkpoint("input", text, log);
  if (checkpoint.ok()) fuzz::check(checkpoint->size == 7 && checkpoint->origin == log.name);

  const auto leaf = broker::parse_leaf("input", text);
  if (leaf.ok()) fuzz::check(broker::encode_leaf(*leaf) == text);

  const auto verifier = broker::LogVerifier::from_text("input", text);
  if (verifier.ok()) fuzz::check(verifier->to_text() == text);
  return 0;
}
