#pragma once
// The effects that pure code may have, handed to it by its caller. os/ implements them on files and
// the kernel.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold {

// Source: bytes from front to back.
class Source {
 public:
  virtual ~Source() = default;
  // Fills some of `out` and returns how many bytes; 0 only at the end (or when `out` is empty).
  virtual Result<size_t> read(MutableBytes out) = 0;
};

// Sink: takes all bytes, or fails.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual Status write(ByteView bytes) = 0;
};

// RandomAccess: bytes by position, of a size that does not change.
class RandomAccess {
 public:
  virtual ~RandomAccess() = default;
  virtual uint64_t size() const = 0;
  // Fills `out` from `offset`; returns fewer bytes only at the end.
  virtual Result<size_t> read_at(uint64_t offset, MutableBytes out) = 0;
};

// Random: unpredictable bytes for keys and nonces.
class Random {
 public:
  virtual ~Random() = default;
  virtual Status fill(MutableBytes out) = 0;
};

// read_full: fills `out` as far as the source reaches; returns the count.
Result<size_t> read_full(Source& source, MutableBytes out);

// read_all: the whole source, refused with limit_exceeded above `limit_bytes`.
Result<Bytes> read_all(Source& source, std::string_view object, size_t limit_bytes);

// copy: everything from source to sink through a bounded buffer; returns the count.
Result<uint64_t> copy(Source& source, Sink& sink);

class MemorySource : public Source {
 public:
  explicit MemorySource(ByteView bytes) : rest_(bytes) {}
  Result<size_t> read(MutableBytes out) override;

 private:
  ByteView rest_;
};

class MemorySink : public Sink {
 public:
  Status write(ByteView bytes) override;
  const Bytes& bytes() const { return bytes_; }
  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

class MemoryAccess : public RandomAccess {
 public:
  explicit MemoryAccess(ByteView bytes) : bytes_(bytes) {}
  uint64_t size() const override { return bytes_.size(); }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;

 private:
  ByteView bytes_;
};

// AccessSource: a RandomAccess from `first` on, front to back: `bytes` of it, or less at its end.
class AccessSource : public Source {
 public:
  explicit AccessSource(RandomAccess& file, uint64_t first = 0, uint64_t bytes = UINT64_MAX)
      : file_(file), next_(first), left_(bytes) {}
  Result<size_t> read(MutableBytes out) override;

 private:
  RandomAccess& file_;
  uint64_t next_;
  uint64_t left_;
};

}  // namespace anchorhold
