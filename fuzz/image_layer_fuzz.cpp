// An accepted layer holds safe paths in ascending order, and its tree, written again, reads back
// the same.
#include "check.h"
#include "image/layer.h"
#include "image/names.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  MemoryAccess layer(ByteView(data, size));
  const auto tree = image::read_layer(layer, 1U << 24);
  if (!tree.ok()) return 0;
  for (const auto& [path, node] : tree->nodes()) {
    fuzz::check(image::check_path("path", path).ok());
  }
  MemorySink once;
  fuzz::check(image::write_layer(*tree, once).ok());
  MemoryAccess access(once.bytes());
  const auto again = image::read_layer(access, 1U << 24);
  fuzz::check(again.ok() && again->nodes().size() == tree->nodes().size());
  MemorySink twice;
  fuzz::check(image::write_layer(*again, twice).ok() && fuzz::same(once.bytes(), twice.bytes()));
  return 0;
}
