#pragma once
// FixedFile: a file that somebody else holds and could change, read in any order as if it could
// not.

#include <memory>
#include <vector>

#include "base/io.h"

namespace anchorhold::agent {

// FixedFile: read through once, and its digest taken; what is read later is held against the digest
// that each block of 64 KiB had then, so that it is part of the file with that SHA-256. Memory:
// half a thousandth of the file.
class FixedFile : public RandomAccess {
 public:
  static Result<std::unique_ptr<FixedFile>> read_through(std::unique_ptr<RandomAccess> file);

  const Digest256& sha256() const { return sha256_; }
  uint64_t size() const override { return file_->size(); }
  // read_at: denied when the file has changed there.
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;

 private:
  explicit FixedFile(std::unique_ptr<RandomAccess> file) : file_(std::move(file)) {}

  std::unique_ptr<RandomAccess> file_;
  Digest256 sha256_{};
  std::vector<Digest256> blocks_;
};

}  // namespace anchorhold::agent
