// An accepted manifest has exactly one encoding: the bytes that were accepted.
#include "check.h"
#include "image/manifest.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto manifest = image::parse_manifest("input", {data, size});
  if (!manifest.ok()) return 0;
  const auto again = image::encode_manifest(*manifest);
  fuzz::check(again.ok() && fuzz::same(*again, {data, size}));
  return 0;
}
