#pragma once
// A file in memory (tmpfs) looked at in place, which saves bulk work the copy that reading makes.

#include <memory>
#include <string>

#include "base/block_source.h"
#include "os/fd.h"

namespace anchorhold::os {

// MappedBlocks: windows of a file mapped one after another. A mapped file that another process
// shortens or changes would crash the reader, or change between the check of a tag and the use of
// what it covers. So a file is mapped only while a read lease is held on it (fcntl F_SETLEASE):
// nobody has it open for writing, and whoever tries is made to wait. When the lease is called back
// the rest is read in the ordinary way.
class MappedBlocks : public BlockSource {
 public:
  // open: null when the file is not on tmpfs or grants no lease; the caller then reads it in the
  // ordinary way. The file is read from its beginning, and `fd` must outlive the result.
  static std::unique_ptr<MappedBlocks> open(const Fd& fd, const std::string& name);
  ~MappedBlocks() override;
  MappedBlocks(const MappedBlocks&) = delete;
  MappedBlocks& operator=(const MappedBlocks&) = delete;

  Result<ByteView> peek(size_t count) override;
  void skip(size_t count) override;

 private:
  MappedBlocks(int fd, std::string name, uint64_t size);
  Status map_window(size_t count);
  void unmap();
  bool lease_held() const;
  Result<ByteView> peek_copy(size_t count);

  int fd_;
  std::string name_;
  uint64_t size_;
  uint64_t offset_ = 0;
  uint64_t window_offset_ = 0;
  MutableBytes window_;
  SecretBytes copy_;
};

}  // namespace anchorhold::os
