// Reading and writing, in parts.
#include <sys/uio.h>

#include <cerrno>

#include "workload/wasm/errno_map.h"
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

namespace {

// Transfer: where the bytes of one call go to or come from, or why there is none.
struct Transfer {
  std::vector<iovec> parts = {};
  Errno error = Errno::success;

  explicit operator bool() const { return error == Errno::success; }
  int count() const { return static_cast<int>(parts.size()); }
};

// The place of the result is asked for first, so that no byte is read and then lost.
Transfer transfer_of(const Guest& guest, Pointer list, Size count, Pointer done) {
  if (count > max_vectors) return {.error = Errno::inval};
  const auto places = guest.vectors(list, count);
  if (!places || !guest.range(done, sizeof(Size))) return {.error = Errno::fault};
  Transfer transfer;
  transfer.parts.reserve(places->size());
  uint64_t sum = 0;
  for (const MutableBytes place : *places) {
    sum += place.size();
    transfer.parts.push_back({.iov_base = place.data(), .iov_len = place.size()});
  }
  if (sum > UINT32_MAX) return {.error = Errno::inval};
  return transfer;
}

Errno store_count(const Guest& guest, Pointer done, size_t count) {
  return guest.store(done, static_cast<Size>(count)) ? Errno::success : Errno::fault;
}

// The result of a system call that a signal may have interrupted before it did anything.
template <typename Call>
Errno finish(const Guest& guest, Pointer done, Call call) {
  ssize_t count = 0;
  do {
    count = call();
  } while (count < 0 && errno == EINTR);
  return count < 0 ? last_errno() : store_count(guest, done, static_cast<size_t>(count));
}

// Nothing when the other side refuses to serve it.
std::optional<size_t> read_input(const Entry& input, const Transfer& transfer, uint64_t offset) {
  size_t done = 0;
  for (const iovec& part : transfer.parts) {
    const MutableBytes place(static_cast<uint8_t*>(part.iov_base), part.iov_len);
    const auto count = input.inputs->read_at(input.input, offset + done, place);
    if (!count.ok()) return std::nullopt;
    done += *count;
    if (*count < place.size()) break;
  }
  return done;
}

}  // namespace

Errno Host::fd_read(Descriptor fd, Pointer iovs, Size count, Pointer read) {
  const Found file = table_.find_file(fd, right::fd_read);
  if (!file) return file.error;
  const Transfer to = transfer_of(guest(), iovs, count, read);
  if (!to) return to.error;
  if (file->kind != Kind::input) {
    return finish(guest(), read,
                  [&] { return ::readv(file->fd.get(), to.parts.data(), to.count()); });
  }
  const auto done = read_input(*file.entry, to, file->position);
  if (!done) return refuse_input();
  file->position += *done;
  return store_count(guest(), read, *done);
}

Errno Host::fd_pread(Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer read) {
  const Found file = table_.find_file(fd, right::fd_read | right::fd_seek);
  if (!file) return file.error;
  if (offset > INT64_MAX) return Errno::inval;
  const Transfer to = transfer_of(guest(), iovs, count, read);
  if (!to) return to.error;
  if (file->kind != Kind::input) {
    return finish(guest(), read, [&] {
      return ::preadv(file->fd.get(), to.parts.data(), to.count(), static_cast<off_t>(offset));
    });
  }
  const auto done = read_input(*file.entry, to, offset);
  return done ? store_count(guest(), read, *done) : refuse_input();
}

Errno Host::fd_write(Descriptor fd, Pointer iovs, Size count, Pointer written) {
  const Found file = table_.find_file(fd, right::fd_write);
  if (!file) return file.error;
  if (file->kind == Kind::input) return Errno::badf;
  const Transfer from = transfer_of(guest(), iovs, count, written);
  if (!from) return from.error;
  return finish(guest(), written,
                [&] { return ::writev(file->fd.get(), from.parts.data(), from.count()); });
}

// With the flag `append` it writes at the end, as Linux does; the standard is silent.
Errno Host::fd_pwrite(Descriptor fd, Pointer iovs, Size count, uint64_t offset, Pointer written) {
  const Found file = table_.find_file(fd, right::fd_write | right::fd_seek);
  if (!file) return file.error;
  if (file->kind == Kind::input) return Errno::badf;
  if (offset > INT64_MAX) return Errno::inval;
  const Transfer from = transfer_of(guest(), iovs, count, written);
  if (!from) return from.error;
  return finish(guest(), written, [&] {
    return ::pwritev(file->fd.get(), from.parts.data(), from.count(), static_cast<off_t>(offset));
  });
}

Errno Host::refuse_input() {
  end_(Ended::input_refused);
  return Errno::io;
}

}  // namespace anchorhold::wasi
