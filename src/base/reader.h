#pragma once
// Reader: the one cursor over hostile bytes. It cannot read past its box, and it knows the name of
// what it reads.

#include <algorithm>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold {

// Reader walks `input` from front to back. Every method either returns the value and moves on, or
// returns Code::malformed naming the object and the offset. `name` and `input` must outlive the
// reader.
class Reader {
 public:
  Reader(std::string_view name, ByteView input) : name_(name), input_(input) {}

  size_t offset() const { return offset_; }
  size_t remaining() const { return input_.size() - offset_; }
  bool empty() const { return remaining() == 0; }

  Result<uint8_t> u8();
  Result<uint16_t> u16be();
  Result<uint32_t> u32be();
  Result<uint64_t> u64be();
  Result<uint16_t> u16le();
  Result<uint32_t> u32le();
  Result<uint64_t> u64le();

  // view: the next `count` bytes, not copied.
  Result<ByteView> view(size_t count);

  // bytes<N>: the next N bytes as an array.
  template <size_t N>
  Result<ByteArray<N>> bytes() {
    AH_ASSIGN(ByteView next, view(N));
    ByteArray<N> out;
    std::copy(next.begin(), next.end(), out.begin());
    return out;
  }

  // zeros: `count` reserved bytes that must be zero.
  Status zeros(size_t count);

  // sub: a reader of the next `count` bytes; the outer reader moves past them.
  Result<Reader> sub(std::string_view name, size_t count);

  // at: fails when the cursor is not where the vendor's table says it should be.
  Status at(size_t expected_offset) const;

  // finish: fails when bytes are left over.
  Status finish() const;

  // error: a malformed error at the present offset.
  Error error(std::string message) const;

 private:
  template <class T>
  Result<T> integer(bool big_endian);

  std::string_view name_;
  ByteView input_;
  size_t offset_ = 0;
};

}  // namespace anchorhold
