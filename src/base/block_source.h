#pragma once
// BlockSource: bytes from front to back that are looked at where they lie, for bulk work that
// copying would slow down.

#include "base/io.h"
#include "base/secret.h"

namespace anchorhold {

class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // peek: the next `count` bytes, fewer only at the end. The view lasts until the next call.
  virtual Result<ByteView> peek(size_t count) = 0;
  // skip: moves past bytes that the last peek showed.
  virtual void skip(size_t count) = 0;
};

// BufferedBlocks: any Source as a BlockSource, through one buffer as large as the largest peek. The
// buffer is wiped.
class BufferedBlocks : public BlockSource {
 public:
  explicit BufferedBlocks(Source& source) : source_(source) {}
  Result<ByteView> peek(size_t count) override;
  void skip(size_t count) override { begin_ += count; }

 private:
  void make_room(size_t count);

  Source& source_;
  SecretBytes buffer_;
  size_t begin_ = 0;
  size_t end_ = 0;
};

}  // namespace anchorhold
