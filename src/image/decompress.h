#pragma once
// Decompression of layers and archives: gzip, zstd, or none, by their first bytes.

#include <memory>

#include "base/io.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace anchorhold::image {

// decompress: a source of the unpacked bytes of `packed`, which must outlive it. Damaged or
// truncated streams fail while being read. There is no bound on how much comes out: the reader has
// one.
Result<std::unique_ptr<Source>> decompress(std::string_view object, Source& packed);

// HashingSource: passes bytes through and hashes them.
class HashingSource : public Source {
 public:
  explicit HashingSource(Source& inner) : inner_(inner) {}
  Result<size_t> read(MutableBytes out) override;
  // Reads what is left, at most `limit_bytes`, and returns the digest of everything.
  Result<Digest256> finish(std::string_view object, uint64_t limit_bytes);
  uint64_t count() const { return count_; }

 private:
  Source& inner_;
  crypto::Sha256 hash_;
  uint64_t count_ = 0;
};

// AccessSource: a RandomAccess from front to back.
class AccessSource : public Source {
 public:
  explicit AccessSource(RandomAccess& access) : access_(access) {}
  Result<size_t> read(MutableBytes out) override;

 private:
  RandomAccess& access_;
  uint64_t offset_ = 0;
};

}  // namespace anchorhold::image
