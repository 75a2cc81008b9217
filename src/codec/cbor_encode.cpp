#include <bit>

#include "codec/cbor.h"
#include "codec/cbor_float.h"

namespace anchorhold::cbor {

namespace {
void put(Bytes& out, uint64_t value, size_t size) {
  while (size-- > 0) out.push_back(static_cast<uint8_t>(value >> (8 * size)));
}
}  // namespace

Encoder& Encoder::head(uint8_t major, uint64_t argument) {
  const auto top = static_cast<uint8_t>(major << 5);
  const size_t size = argument < 24            ? 0
                      : argument <= UINT8_MAX  ? 1
                      : argument <= UINT16_MAX ? 2
                      : argument <= UINT32_MAX ? 4
                                               : 8;
  constexpr uint8_t kAdditional[] = {0, 24, 25, 0, 26, 0, 0, 0, 27};
  out_.push_back(static_cast<uint8_t>(top | (size == 0 ? argument : kAdditional[size])));
  put(out_, argument, size);
  return *this;
}

Encoder& Encoder::integer(int64_t value) {
  return value >= 0 ? head(0, static_cast<uint64_t>(value))
                    : head(1, static_cast<uint64_t>(-1 - value));
}
Encoder& Encoder::uint(uint64_t value) {
  return head(0, value);
}
Encoder& Encoder::bytes(ByteView value) {
  return head(2, value.size()).encoded(value);
}
Encoder& Encoder::text(std::string_view value) {
  return head(3, value.size()).encoded(bytes_of(value));
}
Encoder& Encoder::array(size_t count) {
  return head(4, count);
}
Encoder& Encoder::map(size_t pairs) {
  return head(5, pairs);
}
Encoder& Encoder::tag(uint64_t number) {
  return head(6, number);
}
Encoder& Encoder::boolean(bool value) {
  return head(7, value ? 21 : 20);
}
Encoder& Encoder::null() {
  return head(7, 22);
}
Encoder& Encoder::simple(uint8_t number) {
  return head(7, number);
}

Encoder& Encoder::floating(double value) {
  if (const auto half = half_of(value)) {
    out_.push_back(0xf9);
    put(out_, *half, 2);
  } else if (const auto single = single_of(value)) {
    out_.push_back(0xfa);
    put(out_, *single, 4);
  } else {
    out_.push_back(0xfb);
    put(out_, std::bit_cast<uint64_t>(value), 8);
  }
  return *this;
}

Encoder& Encoder::value(const Value& value) {
  switch (value.kind()) {
    case Kind::unsigned_integer:
      return head(0, value.argument());
    case Kind::negative_integer:
      return head(1, value.argument());
    case Kind::bytes:
      return bytes(value.string());
    case Kind::text:
      return text(text_of(value.string()));
    case Kind::array:
      array(value.items().size());
      break;
    case Kind::map:
      map(value.map_size());
      break;
    case Kind::tag:
      tag(value.argument());
      break;
    case Kind::simple:
      return head(7, value.argument());
    case Kind::floating:
      return floating(*value.as_double());
  }
  for (const Value& item : value.items()) this->value(item);
  return *this;
}

Encoder& Encoder::encoded(ByteView item) {
  append(out_, item);
  return *this;
}

Bytes encode(const Value& value) {
  return Encoder().value(value).take();
}

}  // namespace anchorhold::cbor
