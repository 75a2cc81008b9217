// What is in armor comes out the same after it was armored again, and armor goes around anything.
#include "age/armor.h"
#include "check.h"

using namespace anchorhold;

namespace {

Bytes armored(ByteView bytes) {
  MemorySink out;
  age::ArmorSink armor(out);
  fuzz::check(armor.write(bytes).ok() && armor.finish().ok());
  return out.take();
}

Result<Bytes> unarmored(ByteView text) {
  MemorySource source(text);
  BufferedBlocks blocks(source);
  age::ArmorSource armor(blocks);
  return read_all(armor, "armor", 1 << 24);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  if (const auto inner = unarmored(input); inner.ok()) {
    const auto again = unarmored(armored(*inner));
    fuzz::check(again.ok() && *again == *inner);
  }
  const auto outer = unarmored(armored(input));
  fuzz::check(outer.ok() && fuzz::same(*outer, input));
  return 0;
}
