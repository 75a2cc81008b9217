#include "os/mapped_blocks.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "os/error.h"

namespace anchorhold::os {

namespace {

// Large enough that mapping costs little beside the work, small enough to stay out of the memory
// figures; a little over a power of two, so that blocks of one with something beside them fit.
constexpr size_t kWindowSize = (size_t{4} << 20) + (size_t{64} << 10);
constexpr uint64_t kPageSize = 4096;

bool on_tmpfs(int fd) {
  struct statfs info {};
  return ::fstatfs(fd, &info) == 0 && info.f_type == TMPFS_MAGIC;
}

// The notice that the lease is called back is a signal; SIGURG is one that does nothing. The lease
// is asked for before every window instead.
bool take_lease(int fd) {
  return ::fcntl(fd, F_SETSIG, SIGURG) == 0 && ::fcntl(fd, F_SETLEASE, F_RDLCK) == 0;
}

}  // namespace

MappedBlocks::MappedBlocks(int fd, std::string name, uint64_t size)
    : fd_(fd), name_(std::move(name)), size_(size) {}

std::unique_ptr<MappedBlocks> MappedBlocks::open(const Fd& fd, const std::string& name) {
  if (!on_tmpfs(fd.get()) || !take_lease(fd.get())) return nullptr;
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode)) return nullptr;
  return std::unique_ptr<MappedBlocks>(
      new MappedBlocks(fd.get(), name, static_cast<uint64_t>(info.st_size)));
}

MappedBlocks::~MappedBlocks() {
  unmap();
  ::fcntl(fd_, F_SETLEASE, F_UNLCK);
}

void MappedBlocks::unmap() {
  if (!window_.empty()) ::munmap(window_.data(), window_.size());
  window_ = {};
}

bool MappedBlocks::lease_held() const {
  return ::fcntl(fd_, F_GETLEASE) == F_RDLCK;
}

void MappedBlocks::skip(size_t count) {
  offset_ += count;
}

Result<ByteView> MappedBlocks::peek(size_t count) {
  count = static_cast<size_t>(std::min<uint64_t>(count, size_ - offset_));
  if (count == 0) return ByteView();
  if (!lease_held()) return peek_copy(count);
  const uint64_t window_end = window_offset_ + window_.size();
  if (window_.empty() || offset_ + count > window_end) AH_TRY(map_window(count));
  return ByteView(window_).subspan(static_cast<size_t>(offset_ - window_offset_), count);
}

Status MappedBlocks::map_window(size_t count) {
  unmap();
  window_offset_ = offset_ / kPageSize * kPageSize;
  const uint64_t wanted = std::max<uint64_t>(kWindowSize, offset_ - window_offset_ + count);
  const auto size = static_cast<size_t>(std::min(wanted, size_ - window_offset_));
  void* const address = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, fd_,
                               static_cast<off_t>(window_offset_));
  if (address == MAP_FAILED) return system_error(name_, "cannot map", errno);
  window_ = {static_cast<uint8_t*>(address), size};
  return {};
}

Result<ByteView> MappedBlocks::peek_copy(size_t count) {
  unmap();
  ::fcntl(fd_, F_SETLEASE, F_UNLCK);
  if (copy_.size() < count) copy_ = SecretBytes(count);
  size_t have = 0;
  while (have < count) {
    const ssize_t got =
        ::pread(fd_, copy_.fill().data() + have, count - have, static_cast<off_t>(offset_ + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(name_, "cannot read", errno);
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  return copy_.view().first(have);
}

}  // namespace anchorhold::os
