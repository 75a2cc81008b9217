// Canonical input is reproduced to the byte; every other accepted input has one definite form.
#include "check.h"
#include "codec/cbor.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto canonical = cbor::decode("input", input, {.require_canonical = true});
  if (canonical.ok()) fuzz::check(fuzz::same(cbor::encode(*canonical), input));
  const auto lenient =
      cbor::decode("input", input, {.allow_indefinite_maps = true, .allow_indefinite_other = true});
  fuzz::check(lenient.ok() || !canonical.ok());
  if (!lenient.ok()) return 0;
  const Bytes definite = cbor::encode(*lenient);
  const auto again = cbor::decode("definite", definite);
  fuzz::check(again.ok() && cbor::encode(*again) == definite);
  return 0;
}
