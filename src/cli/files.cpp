#include "cli/files.h"

#include <unistd.h>

#include "os/file.h"

namespace anchorhold::cli {

Result<Bytes> read_document(const std::string& path, size_t limit_bytes) {
  if (path != "-") return os::read_file(path, limit_bytes);
  os::FileSource source(os::Fd(::dup(STDIN_FILENO)), "standard input");
  return read_all(source, "standard input", limit_bytes);
}

Status write_document(const std::string& path, ByteView bytes) {
  if (path != "-") return os::write_file(path, bytes);
  return os::write_all(STDOUT_FILENO, "standard output", bytes);
}

}  // namespace anchorhold::cli
