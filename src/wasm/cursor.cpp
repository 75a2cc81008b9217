#include "wasm/cursor.h"

#include "base/hex.h"
#include "base/utf8.h"
#include "wasm/bounds.h"

namespace anchorhold::wasm {

namespace {

// The last byte of an integer holds `left` bits of it; what it has above them must repeat the sign.
bool fits(uint8_t byte, unsigned left, bool is_signed) {
  if (left > 7) return true;
  if (!is_signed) return byte >> left == 0;
  const unsigned above = unsigned{byte} >> (left - 1);
  return above == 0 || above == 0x7fU >> (left - 1);
}

}  // namespace

Result<uint8_t> Cursor::u8() {
  AH_ASSIGN(const ByteView next, view(1));
  return next[0];
}

Result<ByteView> Cursor::view(size_t count) {
  if (count > reader_.remaining()) {
    return error("truncated", offset())
        .want(std::to_string(count) + " more bytes")
        .saw(std::to_string(reader_.remaining()));
  }
  return reader_.view(count);
}

Result<uint64_t> Cursor::leb(unsigned bits, bool is_signed) {
  const size_t start = offset();
  uint64_t value = 0;
  for (unsigned shift = 0;; shift += 7) {
    AH_ASSIGN(const uint8_t byte, u8());
    const unsigned left = bits - shift;
    if (!fits(byte, left, is_signed)) {
      return error("an integer of more than " + std::to_string(bits) + " bits", start)
          .want("LEB128 of at most " + std::to_string((bits + 6) / 7) + " bytes");
    }
    value |= uint64_t{byte & 0x7fU} << shift;
    if ((byte & 0x80) != 0) continue;
    const bool negative = is_signed && (byte & 0x40) != 0;
    if (negative && shift + 7 < 64) value |= ~uint64_t{0} << (shift + 7);
    return value;
  }
}

Result<uint32_t> Cursor::u32() {
  AH_ASSIGN(const uint64_t value, leb(32, false));
  return static_cast<uint32_t>(value);
}

Result<int32_t> Cursor::s32() {
  AH_ASSIGN(const uint64_t value, leb(32, true));
  return static_cast<int32_t>(value);
}

Result<int64_t> Cursor::s33() {
  AH_ASSIGN(const uint64_t value, leb(33, true));
  return static_cast<int64_t>(value);
}

Result<int64_t> Cursor::s64() {
  AH_ASSIGN(const uint64_t value, leb(64, true));
  return static_cast<int64_t>(value);
}

Result<uint32_t> Cursor::count(std::string_view what, uint32_t most) {
  const size_t start = offset();
  AH_ASSIGN(const uint32_t value, u32());
  if (value > reader_.remaining()) {
    return error("more " + std::string(what) + " than bytes are left", start)
        .want("at most " + std::to_string(reader_.remaining()))
        .saw(std::to_string(value));
  }
  if (value > most) {
    return limit("too many " + std::string(what), start)
        .want("at most " + std::to_string(most))
        .saw(std::to_string(value));
  }
  return value;
}

Result<uint32_t> Cursor::index(std::string_view what, size_t size) {
  const size_t start = offset();
  AH_ASSIGN(const uint32_t value, u32());
  if (value >= size) {
    return error("no such " + std::string(what), start)
        .want("an index below " + std::to_string(size))
        .saw(std::to_string(value));
  }
  return value;
}

Result<std::string> Cursor::name() {
  AH_ASSIGN(const uint32_t size, count("bytes of a name", max_name_size));
  const size_t start = offset();
  AH_ASSIGN(const ByteView text, view(size));
  if (!is_utf8(text_of(text))) return error("a name that is not UTF-8", start);
  return string_of(text);
}

Result<Cursor> Cursor::part(std::string_view name, uint32_t size) {
  const size_t start = offset();
  AH_TRY(view(size));
  return Cursor(name, module_.first(start + size), start);
}

Status Cursor::finish() const {
  if (empty()) return {};
  return error("trailing bytes", offset())
      .want("the end")
      .saw(std::to_string(reader_.remaining()) + " more bytes");
}

Error Cursor::error(std::string message, size_t offset) const {
  return Error{Code::malformed, std::string(name_),
               std::move(message) + " at offset " + std::to_string(offset)};
}

Error Cursor::limit(std::string message, size_t offset) const {
  Error out = error(std::move(message), offset);
  out.code = Code::limit_exceeded;
  return out;
}

std::string hex_byte(uint8_t byte) {
  return "0x" + to_hex(ByteView(&byte, 1));
}

}  // namespace anchorhold::wasm
