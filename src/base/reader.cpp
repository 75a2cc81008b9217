#include "base/reader.h"

namespace anchorhold {

template <class T>
Result<T> Reader::integer(bool big_endian) {
  AH_ASSIGN(ByteView next, view(sizeof(T)));
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    const size_t shift = 8 * (big_endian ? sizeof(T) - 1 - i : i);
    value = static_cast<T>(value | static_cast<T>(static_cast<T>(next[i]) << shift));
  }
  return value;
}

Result<uint8_t> Reader::u8() {
  return integer<uint8_t>(true);
}
Result<uint16_t> Reader::u16be() {
  return integer<uint16_t>(true);
}
Result<uint32_t> Reader::u32be() {
  return integer<uint32_t>(true);
}
Result<uint64_t> Reader::u64be() {
  return integer<uint64_t>(true);
}
Result<uint16_t> Reader::u16le() {
  return integer<uint16_t>(false);
}
Result<uint32_t> Reader::u32le() {
  return integer<uint32_t>(false);
}
Result<uint64_t> Reader::u64le() {
  return integer<uint64_t>(false);
}

Result<ByteView> Reader::view(size_t count) {
  if (count > remaining()) {
    return error("truncated")
        .want(std::to_string(count) + " more bytes")
        .saw(std::to_string(remaining()));
  }
  const ByteView out = input_.subspan(offset_, count);
  offset_ += count;
  return out;
}

Status Reader::zeros(size_t count) {
  const size_t start = offset_;
  AH_ASSIGN(ByteView next, view(count));
  for (size_t i = 0; i < count; ++i) {
    if (next[i] != 0) {
      return Error{Code::malformed, std::string(name_),
                   "reserved byte at offset " + std::to_string(start + i) + " is not zero"};
    }
  }
  return {};
}

Result<Reader> Reader::sub(std::string_view name, size_t count) {
  AH_ASSIGN(ByteView box, view(count));
  return Reader(name, box);
}

Status Reader::at(size_t expected_offset) const {
  if (offset_ == expected_offset) return {};
  return Error{Code::internal, std::string(name_), "the reader and the format's table disagree"}
      .want("offset " + std::to_string(expected_offset))
      .saw(std::to_string(offset_));
}

Status Reader::finish() const {
  if (empty()) return {};
  return error("trailing bytes").want("the end").saw(std::to_string(remaining()) + " more bytes");
}

Error Reader::error(std::string message) const {
  return Error{Code::malformed, std::string(name_),
               std::move(message) + " at offset " + std::to_string(offset_)};
}

}  // namespace anchorhold
