// Files as a whole: position, size, times, and their way to the disk.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/file_status.h"
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

constexpr std::array<int, 3> host_whences = {SEEK_SET, SEEK_CUR, SEEK_END};
constexpr std::array<int, 6> host_advices = {POSIX_FADV_NORMAL,   POSIX_FADV_SEQUENTIAL,
                                             POSIX_FADV_RANDOM,   POSIX_FADV_WILLNEED,
                                             POSIX_FADV_DONTNEED, POSIX_FADV_NOREUSE};

Errno result_of(int call) {
  return call == 0 ? Errno::success : last_errno();
}

// Where an offset from `begin` leads; nothing before the first byte or beyond what lseek reaches.
std::optional<uint64_t> position_from(uint64_t begin, int64_t offset) {
  const auto distance = static_cast<uint64_t>(offset);
  const uint64_t position = begin + distance;
  const bool wraps = offset < 0 ? position > begin : position < begin;
  if (wraps || position > INT64_MAX) return std::nullopt;
  return position;
}

std::optional<uint64_t> seek_input(Entry& input, int64_t offset, int whence) {
  uint64_t begin = 0;
  if (whence == SEEK_CUR) begin = input.position;
  if (whence == SEEK_END) begin = input.inputs->list()[input.input].bytes;
  const auto position = position_from(begin, offset);
  if (position) input.position = *position;
  return position;
}

}  // namespace

// Asking where one is takes the right to tell, or to seek; going elsewhere the right to seek.
Errno Host::fd_seek(Descriptor fd, int64_t offset, uint32_t whence, Pointer position) {
  const Found file = table_.find_file(fd, 0);
  if (!file) return file.error;
  if (whence >= host_whences.size()) return Errno::inval;
  const int from = host_whences[whence];
  const bool tells = from == SEEK_CUR && offset == 0;
  const Rights enough = tells ? right::fd_seek | right::fd_tell : right::fd_seek;
  if ((file->base & enough) == 0) return Errno::notcapable;
  if (!guest().range(position, sizeof(uint64_t))) return Errno::fault;
  if (file->kind == Kind::input) {
    const auto reached = seek_input(*file.entry, offset, from);
    if (!reached) return Errno::inval;
    guest().store(position, *reached);
    return Errno::success;
  }
  const off_t reached = ::lseek(file->fd.get(), offset, from);
  if (reached < 0) return last_errno();
  guest().store(position, static_cast<uint64_t>(reached));
  return Errno::success;
}

Errno Host::fd_tell(Descriptor fd, Pointer position) {
  return fd_seek(fd, 0, SEEK_CUR, position);
}

Errno Host::fd_advise(Descriptor fd, uint64_t offset, uint64_t length, uint32_t advice) {
  const Found file = table_.find_file(fd, right::fd_advise);
  if (!file) return file.error;
  if (advice >= host_advices.size()) return Errno::inval;
  if (offset > INT64_MAX || length > INT64_MAX) return Errno::inval;
  if (file->kind == Kind::input) return Errno::success;
  // The one call that returns its errno.
  return errno_of(::posix_fadvise(file->fd.get(), static_cast<off_t>(offset),
                                  static_cast<off_t>(length), host_advices[advice]));
}

Errno Host::fd_allocate(Descriptor fd, uint64_t offset, uint64_t length) {
  const Found file = table_.find_file(fd, right::fd_allocate);
  if (!file) return file.error;
  if (file->kind == Kind::input) return Errno::badf;
  if (offset > INT64_MAX || length > INT64_MAX) return Errno::inval;
  return result_of(
      ::fallocate(file->fd.get(), 0, static_cast<off_t>(offset), static_cast<off_t>(length)));
}

Errno Host::fd_datasync(Descriptor fd) {
  const Found found = table_.find_with(fd, right::fd_datasync);
  if (!found) return found.error;
  return found->fd.valid() ? result_of(::fdatasync(found->fd.get())) : Errno::success;
}

Errno Host::fd_sync(Descriptor fd) {
  const Found found = table_.find_with(fd, right::fd_sync);
  if (!found) return found.error;
  return found->fd.valid() ? result_of(::fsync(found->fd.get())) : Errno::success;
}

Errno Host::fd_filestat_get(Descriptor fd, Pointer stat) {
  const Found found = table_.find_with(fd, right::fd_filestat_get);
  if (!found) return found.error;
  Filestat filestat;
  if (found->kind == Kind::inputs) {
    filestat = filestat_of_inputs();
  } else if (found->kind == Kind::input) {
    filestat = filestat_of_input(*found->inputs, found->input);
  } else {
    struct stat status = {};
    if (::fstat(found->fd.get(), &status) != 0) return last_errno();
    filestat = filestat_of(status);
  }
  return guest().store_filestat(stat, filestat) ? Errno::success : Errno::fault;
}

Errno Host::fd_filestat_set_size(Descriptor fd, uint64_t size) {
  const Found file = table_.find_file(fd, right::fd_filestat_set_size);
  if (!file) return file.error;
  if (file->kind == Kind::input) return Errno::badf;
  if (size > INT64_MAX) return Errno::inval;
  return result_of(::ftruncate(file->fd.get(), static_cast<off_t>(size)));
}

Errno Host::fd_filestat_set_times(Descriptor fd, uint64_t accessed, uint64_t modified,
                                  uint32_t flags) {
  const Found found = table_.find_with(fd, right::fd_filestat_set_times);
  if (!found) return found.error;
  if (!found->fd.valid()) return Errno::badf;
  const auto times = file_times(accessed, modified, flags);
  if (!times) return Errno::inval;
  return result_of(::futimens(found->fd.get(), times->data()));
}

}  // namespace anchorhold::wasi
