#include "cli/age_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "base/secret.h"
#include "os/error.h"

namespace anchorhold::cli {

namespace {

constexpr size_t kKeyFileLimit = size_t{16} << 20;

Result<os::Fd> standard_stream(int number, const std::string& name) {
  os::Fd fd(::fcntl(number, F_DUPFD_CLOEXEC, 3));
  if (!fd.valid()) return os::system_error(name, "cannot use", errno);
  return fd;
}

Result<os::Fd> open_input(const std::string& path) {
  return is_standard_stream(path) ? standard_stream(STDIN_FILENO, "standard input")
                                  : os::open_read(path);
}

Result<std::unique_ptr<os::FileSink>> stream_to(Result<os::Fd> fd, const std::string& name) {
  if (!fd.ok()) return fd.take_error();
  return std::make_unique<os::FileSink>(std::move(*fd), name);
}

Result<os::Fd> open_stream(const std::string& path) {
  os::Fd fd(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  if (!fd.valid()) return os::system_error(path, "cannot open for writing", errno);
  return fd;
}

// Calls `take` with every line that is neither empty nor a comment.
template <class Take>
Status for_each_key_line(const std::string& path, Take take) {
  AH_ASSIGN(os::Fd fd, open_input(path));
  os::FileSource source(std::move(fd), path);
  AH_ASSIGN(Bytes content, read_all(source, path, kKeyFileLimit));
  std::string_view rest = text_of(content);
  Status status;
  for (size_t number = 1; !rest.empty() && status.ok(); ++number) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.starts_with('#')) continue;
    status = take(line);
    if (!status.ok()) status = status.take_error().in(path + ":" + std::to_string(number));
  }
  wipe(content);
  return status;
}

// The keys of a file that must hold at least one.
template <class Key>
Result<std::vector<Key>> read_keys(const std::string& path, std::string_view what) {
  std::vector<Key> keys;
  AH_TRY(for_each_key_line(path, [&](std::string_view line) -> Status {
    AH_ASSIGN(Key key, Key::parse(line));
    keys.push_back(std::move(key));
    return {};
  }));
  if (keys.empty()) return Error{Code::malformed, path, "holds no " + std::string(what)};
  return keys;
}

}  // namespace

bool is_standard_stream(const std::string& path) {
  return path.empty() || path == "-";
}

Result<BulkInput> BulkInput::open(const std::string& path) {
  AH_ASSIGN(os::Fd fd, open_input(path));
  BulkInput input;
  if (!is_standard_stream(path)) input.mapped_ = os::MappedBlocks::open(fd, path);
  if (input.mapped_) {
    input.mapped_fd_ = std::move(fd);
    return input;
  }
  const std::string name = is_standard_stream(path) ? "standard input" : path;
  input.source_ = std::make_unique<os::FileSource>(std::move(fd), name);
  input.buffered_ = std::make_unique<BufferedBlocks>(*input.source_);
  return input;
}

BlockSource& BulkInput::blocks() {
  if (mapped_) return *mapped_;
  return *buffered_;
}

Result<BulkOutput> BulkOutput::open(const std::string& path, unsigned mode) {
  BulkOutput output;
  if (is_standard_stream(path)) {
    AH_ASSIGN(output.stream_,
              stream_to(standard_stream(STDOUT_FILENO, "standard output"), "standard output"));
    return output;
  }
  struct stat info {};
  const bool exists = ::stat(path.c_str(), &info) == 0;
  if (exists && !S_ISREG(info.st_mode)) {
    AH_ASSIGN(output.stream_, stream_to(open_stream(path), path));
    return output;
  }
  // Through a symbolic link the file that it names is replaced, not the link.
  std::error_code error;
  const std::string target = exists ? std::filesystem::canonical(path, error).string() : path;
  if (error) return os::system_error(path, "cannot resolve", error.value());
  AH_ASSIGN(os::PendingFile file, os::PendingFile::create(target, mode));
  output.file_ = std::make_unique<os::PendingFile>(std::move(file));
  return output;
}

Sink& BulkOutput::sink() {
  if (file_) return *file_;
  return *stream_;
}

Status BulkOutput::commit() {
  return file_ ? file_->commit() : Status();
}

Status refuse_same_file(const std::string& input, const std::string& output) {
  std::error_code error;
  if (is_standard_stream(input) || is_standard_stream(output) ||
      !std::filesystem::is_regular_file(output, error) ||
      !std::filesystem::equivalent(input, output, error)) {
    return {};
  }
  return Error{Code::invalid_argument, output, "input and output are the same file"}.advise(
      "choose another -o");
}

Result<std::vector<age::Recipient>> read_recipients(const std::string& path) {
  return read_keys<age::Recipient>(path, "recipient");
}

Result<std::vector<age::Identity>> read_identities(const std::string& path) {
  return read_keys<age::Identity>(path, "identity");
}

}  // namespace anchorhold::cli
