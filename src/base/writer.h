#pragma once
// Writer: builds byte strings, the counterpart of Reader.

#include "base/bytes.h"

namespace anchorhold {

class Writer {
 public:
  Writer& u8(uint8_t value);
  Writer& u16be(uint16_t value);
  Writer& u32be(uint32_t value);
  Writer& u64be(uint64_t value);
  Writer& bytes(ByteView value);
  Writer& text(std::string_view value) { return bytes(bytes_of(value)); }

  ByteView view() const { return out_; }
  Bytes take() { return std::move(out_); }

 private:
  Bytes out_;
};

}  // namespace anchorhold
