#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "os/error.h"

namespace anchorhold::os {

namespace {

std::string folder_of(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "." : path.substr(0, slash + 1);
}

// A rename or a new name is durable once its folder is.
Status sync_folder(const std::string& path) {
  const Fd folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.valid() || ::fsync(folder.get()) != 0)
    return system_error(path, "cannot make the folder durable", errno);
  return {};
}

}  // namespace

Result<Fd> open_read(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot open", errno);
  return fd;
}

Result<Bytes> read_file(const std::string& path, size_t limit_bytes) {
  AH_ASSIGN(Fd fd, open_read(path));
  FileSource source(std::move(fd), path);
  return read_all(source, path, limit_bytes);
}

Status write_file(const std::string& path, ByteView bytes) {
  AH_ASSIGN(PendingFile file, PendingFile::create(path, 0644));
  AH_TRY(file.write(bytes));
  return file.commit();
}

Status write_private_file(const std::string& path, ByteView bytes) {
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.valid()) {
    Error error = system_error(path, "cannot create", errno);
    if (error.code == Code::conflict)
      error.hint = "private files are never overwritten: move it away first";
    return error;
  }
  Status written = write_all(fd.get(), path, bytes);
  if (written.ok() && ::fsync(fd.get()) != 0)
    written = system_error(path, "cannot make durable", errno);
  if (!written.ok()) {
    ::unlink(path.c_str());
    return written;
  }
  return sync_folder(path);
}

Status make_private_folder(const std::string& path) {
  std::error_code error;
  const std::filesystem::path folder(path);
  if (std::filesystem::is_directory(folder, error)) return {};
  if (folder.has_parent_path()) AH_TRY(make_private_folder(folder.parent_path().string()));
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
    return system_error(path, "cannot create the folder", errno);
  return {};
}

Status write_all(int fd, const std::string& object, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error(object, "cannot write", errno);
    }
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

Result<size_t> FileSource::read(MutableBytes out) {
  for (;;) {
    const ssize_t count = ::read(fd_.get(), out.data(), out.size());
    if (count >= 0) return static_cast<size_t>(count);
    if (errno != EINTR) return system_error(name_, "cannot read", errno);
  }
}

Result<PendingFile> PendingFile::create(const std::string& path, unsigned mode) {
  std::string temporary = path + ".XXXXXX";
  Fd fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot create", errno);
  if (::fchmod(fd.get(), mode) != 0) return system_error(path, "cannot set the mode", errno);
  return PendingFile(std::move(fd), path, std::move(temporary));
}

PendingFile::~PendingFile() {
  if (fd_.valid()) ::unlink(temporary_.c_str());
}

Status PendingFile::commit() {
  if (::fsync(fd_.get()) != 0) return system_error(path_, "cannot make durable", errno);
  if (::rename(temporary_.c_str(), path_.c_str()) != 0)
    return system_error(path_, "cannot put in place", errno);
  fd_.reset();
  return sync_folder(path_);
}

Result<FileAccess> FileAccess::open(const std::string& path) {
  AH_ASSIGN(Fd fd, open_read(path));
  return of(std::move(fd), path);
}

Result<FileAccess> FileAccess::of(Fd fd, std::string name) {
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error(name, "cannot read its size", errno);
  if (!S_ISREG(info.st_mode)) {
    return Error{Code::invalid_argument, name, "not a regular file"}.advise(
        "copy it to a file first");
  }
  return FileAccess(std::move(fd), std::move(name), static_cast<uint64_t>(info.st_size));
}

Result<size_t> FileAccess::read_at(uint64_t offset, MutableBytes out) {
  size_t have = 0;
  while (have < out.size()) {
    const ssize_t count =
        ::pread(fd_.get(), out.data() + have, out.size() - have, static_cast<off_t>(offset + have));
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error(name_, "cannot read", errno);
    }
    if (count == 0) break;
    have += static_cast<size_t>(count);
  }
  return have;
}

}  // namespace anchorhold::os
