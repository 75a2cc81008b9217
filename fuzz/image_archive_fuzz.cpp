// Whatever a foreign archive holds, what is taken from it makes a canonical layer.
#include "check.h"
#include "image/flatten.h"
#include "image/layer.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  MemorySource source(ByteView(data, size));
  const auto tree = image::read_rootfs("input", source, {.max_bytes = 1U << 20});
  if (!tree.ok()) return 0;
  MemorySink layer;
  fuzz::check(image::write_layer(*tree, layer).ok());
  MemoryAccess access(layer.bytes());
  fuzz::check(image::check_layer(access).ok());
  return 0;
}
