// Any COSE_Sign1 under any rules. What the strict parser takes, the general one takes and reads
// alike; a COSE_Key that is taken can be asked for its key.
#include <fuzzer/FuzzedDataProvider.h>

#include "check.h"
#include "codec/cose.h"
#include "crypto/cose_sign1.h"

using namespace anchorhold;

namespace {

void read_key(ByteView input) {
  const auto map = cbor::decode("key", input);
  if (!map.ok()) return;
  const auto key = cose::parse_key("key", *map);
  if (!key.ok()) return;
  const auto subject = crypto::key_of("key", *key);
  if (subject.ok()) fuzz::check(!subject->raw().empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  const cose::HeaderRules rules = {.allow_untagged = in.ConsumeBool(),
                                   .allow_unprotected = in.ConsumeBool(),
                                   .allow_detached = in.ConsumeBool(),
                                   .max_chain = in.ConsumeIntegralInRange<size_t>(1, 8)};
  const Bytes input = in.ConsumeRemainingBytes<uint8_t>();
  read_key(input);
  const auto message = cose::parse_sign1_any("input", input, rules);
  if (message.ok()) {
    fuzz::check(message->header.alg.has_value());
    fuzz::check(message->payload.has_value() || rules.allow_detached);
    fuzz::check(message->unprotected.map.map_size() == 0 || rules.allow_unprotected);
    fuzz::check(message->header.x5chain.size() <= rules.max_chain);
  }
  const auto strict = cose::parse_sign1("input", input);
  if (strict.ok() && (strict->tagged || rules.allow_untagged)) {
    fuzz::check(message.ok() && message->alg() == strict->alg);
    fuzz::check(fuzz::same(*message->payload, strict->payload));
  }
  return 0;
}
