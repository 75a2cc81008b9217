#include "wasm/custom_sections.h"

#include "wasm/cursor.h"

namespace anchorhold::wasm {

Result<Bytes> without_custom_sections(ByteView module) {
  constexpr size_t preamble_bytes = 8;
  constexpr uint8_t custom = 0;
  Cursor cursor("module", module);
  AH_ASSIGN(const ByteView preamble, cursor.view(preamble_bytes));
  Bytes out = copy_of(preamble);
  while (!cursor.empty()) {
    const size_t start = cursor.offset();
    AH_ASSIGN(const uint8_t id, cursor.u8());
    AH_ASSIGN(const uint32_t size, cursor.u32());
    AH_ASSIGN(const ByteView content, cursor.view(size));
    const size_t head = cursor.offset() - start - content.size();
    if (id == custom) continue;
    append(out, module.subspan(start, head));
    append(out, content);
  }
  return out;
}

}  // namespace anchorhold::wasm
