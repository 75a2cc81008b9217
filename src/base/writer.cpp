#include "base/writer.h"

namespace anchorhold {

namespace {
template <class T>
void put_big_endian(Bytes& out, T value) {
  for (size_t i = sizeof(T); i > 0; --i)
    out.push_back(static_cast<uint8_t>(value >> (8 * (i - 1))));
}
}  // namespace

Writer& Writer::u8(uint8_t value) {
  out_.push_back(value);
  return *this;
}
Writer& Writer::u16be(uint16_t value) {
  put_big_endian(out_, value);
  return *this;
}
Writer& Writer::u32be(uint32_t value) {
  put_big_endian(out_, value);
  return *this;
}
Writer& Writer::u64be(uint64_t value) {
  put_big_endian(out_, value);
  return *this;
}
Writer& Writer::bytes(ByteView value) {
  append(out_, value);
  return *this;
}

}  // namespace anchorhold
