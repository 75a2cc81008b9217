#pragma once
// Files as the effects that pure code takes, and whole-file reads and writes that never leave half
// a file.

#include <string>

#include "base/io.h"
#include "os/fd.h"

namespace anchorhold::os {

Result<Fd> open_read(const std::string& path);

// read_file: the whole file; limit_exceeded above `limit_bytes`.
Result<Bytes> read_file(const std::string& path, size_t limit_bytes);

// write_file: replaces the file as one step (temporary file, fsync, rename), mode 0644.
Status write_file(const std::string& path, ByteView bytes);

// write_private_file: creates the file with mode 0600 and fsyncs it; an existing one is a conflict,
// never overwritten.
Status write_private_file(const std::string& path, ByteView bytes);

// make_private_folder: creates the folder and its parents with mode 0700; an existing one is left
// as it is.
Status make_private_folder(const std::string& path);

// write_all: the whole view to the descriptor, through short writes and interrupts. `object` names
// it in errors.
Status write_all(int fd, const std::string& object, ByteView bytes);

class FileSource : public Source {
 public:
  FileSource(Fd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  Result<size_t> read(MutableBytes out) override;

 private:
  Fd fd_;
  std::string name_;
};

class FileSink : public Sink {
 public:
  FileSink(Fd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}
  Status write(ByteView bytes) override { return write_all(fd_.get(), name_, bytes); }

 private:
  Fd fd_;
  std::string name_;
};

// PendingFile: a Sink whose file appears under its name, complete, only at commit(); dropped
// without it, nothing stays behind.
class PendingFile : public Sink {
 public:
  static Result<PendingFile> create(const std::string& path, unsigned mode);
  ~PendingFile() override;
  PendingFile(PendingFile&&) noexcept = default;
  PendingFile& operator=(PendingFile&&) = delete;
  Status write(ByteView bytes) override { return write_all(fd_.get(), path_, bytes); }
  Status commit();

 private:
  PendingFile(Fd fd, std::string path, std::string temporary)
      : fd_(std::move(fd)), path_(std::move(path)), temporary_(std::move(temporary)) {}
  Fd fd_;
  std::string path_;
  std::string temporary_;
};

// FileAccess: a regular file or sealed memfd by position.
class FileAccess : public RandomAccess {
 public:
  static Result<FileAccess> open(const std::string& path);
  static Result<FileAccess> of(Fd fd, std::string name);
  uint64_t size() const override { return size_; }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;
  int fd() const { return fd_.get(); }

 private:
  FileAccess(Fd fd, std::string name, uint64_t size)
      : fd_(std::move(fd)), name_(std::move(name)), size_(size) {}
  Fd fd_;
  std::string name_;
  uint64_t size_;
};

}  // namespace anchorhold::os
