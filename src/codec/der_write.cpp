#include "base/writer.h"
#include "codec/der.h"

namespace anchorhold::der {

Bytes element(uint8_t tag, std::initializer_list<ByteView> parts) {
  size_t length = 0;
  for (const ByteView part : parts) length += part.size();
  Writer out;
  out.u8(tag);
  size_t octets = 0;
  while (octets < sizeof length && (length >> (8 * octets)) != 0) ++octets;
  if (length >= 0x80) out.u8(static_cast<uint8_t>(0x80 | octets));
  if (length == 0) octets = 1;
  while (octets-- > 0) out.u8(static_cast<uint8_t>(length >> (8 * octets)));
  for (const ByteView part : parts) out.bytes(part);
  return out.take();
}

Bytes boolean(bool value) {
  const uint8_t octet = value ? 0xff : 0;
  return element(kBoolean, {{&octet, 1}});
}

Bytes integer(int64_t value) {
  const Bytes all = Writer().u64be(static_cast<uint64_t>(value)).take();
  ByteView rest = all;
  while (rest.size() > 1 &&
         ((rest[0] == 0 && rest[1] < 0x80) || (rest[0] == 0xff && rest[1] >= 0x80))) {
    rest = rest.subspan(1);
  }
  return element(kInteger, {rest});
}

Bytes unsigned_integer(ByteView magnitude) {
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  const uint8_t zero = 0;
  const bool sign_octet = magnitude.empty() || magnitude[0] >= 0x80;
  return element(kInteger, {{&zero, sign_octet ? size_t{1} : 0}, magnitude});
}

Bytes bit_string(ByteView whole_octets) {
  const uint8_t unused = 0;
  return element(kBitString, {{&unused, 1}, whole_octets});
}

Bytes bit_flags(uint32_t bits) {
  Bytes octets = {0};
  for (unsigned bit = 0; bit < 32; ++bit) {
    if (((bits >> bit) & 1) == 0) continue;
    octets.resize(2 + bit / 8);
    octets.back() = static_cast<uint8_t>(octets.back() | (0x80U >> (bit % 8)));
    octets[0] = static_cast<uint8_t>(7 - bit % 8);
  }
  return element(kBitString, {octets});
}

Bytes octet_string(ByteView value) {
  return element(kOctetString, {value});
}
Bytes oid(const Oid& value) {
  return element(kOid, {value.content()});
}
Bytes null() {
  return element(kNull, {});
}
Bytes utf8_string(std::string_view value) {
  return element(kUtf8String, {bytes_of(value)});
}

}  // namespace anchorhold::der
