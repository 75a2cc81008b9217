#pragma once
// Cursor: Reader with the values of WebAssembly's binary format (core specification 2.0, section
// 5.2): LEB128 integers, vectors' counts, names.

#include <string>
#include <string_view>

#include "base/reader.h"

namespace anchorhold::wasm {

// Cursor walks `module` from `begin` to its end: whoever reads a part of a module passes the bytes
// up to that part's end, so that every offset in an error is one of the whole module. `name` and
// `module` must outlive the cursor.
class Cursor {
 public:
  Cursor(std::string_view name, ByteView module, size_t begin = 0)
      : reader_(name, module.subspan(begin)), name_(name), module_(module), begin_(begin) {}

  std::string_view part_name() const { return name_; }
  size_t offset() const { return begin_ + reader_.offset(); }
  bool empty() const { return reader_.empty(); }

  Result<uint8_t> u8();
  Result<ByteView> view(size_t count);

  // Integers of LEB128: of at most as many bytes as their width needs, and without bits that the
  // width has no room for. Fewer bytes than written would often do; the specification allows that,
  // and linkers use it.
  Result<uint32_t> u32();
  Result<int32_t> s32();
  Result<int64_t> s33();
  Result<int64_t> s64();

  // count: of a vector, each of whose elements takes at least one byte.
  Result<uint32_t> count(std::string_view what, uint32_t most);
  // index: of one of the `size` things that the module has.
  Result<uint32_t> index(std::string_view what, size_t size);
  // name: of at most max_name_size bytes of UTF-8.
  Result<std::string> name();
  // part: a cursor of the next `size` bytes; this one moves past them.
  Result<Cursor> part(std::string_view name, uint32_t size);

  Status finish() const;
  // error: of what stands at `offset`.
  Error error(std::string message, size_t offset) const;
  // limit: error with Code::limit_exceeded.
  Error limit(std::string message, size_t offset) const;

 private:
  Result<uint64_t> leb(unsigned bits, bool is_signed);

  Reader reader_;
  std::string_view name_;
  ByteView module_;
  size_t begin_;
};

// hex_byte: "0xfd".
std::string hex_byte(uint8_t byte);

}  // namespace anchorhold::wasm
