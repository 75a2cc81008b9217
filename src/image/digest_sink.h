#pragma once
// DigestSink: hashes and counts what is written, and keeps nothing.

#include "base/io.h"
#include "crypto/hash.h"

namespace anchorhold::image {

class DigestSink : public Sink {
 public:
  Status write(ByteView bytes) override {
    hash_.update(bytes);
    count_ += bytes.size();
    return {};
  }
  uint64_t count() const { return count_; }
  Digest256 finish() { return hash_.finish(); }

 private:
  crypto::Sha256 hash_;
  uint64_t count_ = 0;
};

}  // namespace anchorhold::image
