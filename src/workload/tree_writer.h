#pragma once
// TreeWriter: fills the workload's root from the entries of a layer, never leaving it.

#include <string>

#include "base/io.h"
#include "os/fd.h"

namespace anchorhold::workload {

// Every path is relative to the root, parents first. Symbolic links are never followed (openat2
// with RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS), and nothing is overwritten: a path that exists
// already is a conflict, except the folders that prepare() made.
class TreeWriter {
 public:
  // `root` outlives the writer.
  explicit TreeWriter(const os::Fd& root) : root_(root) {}

  Status directory(const std::string& path);
  // file: `size` bytes of `content` from `offset`.
  Status file(const std::string& path, bool executable, RandomAccess& content, uint64_t offset,
              uint64_t size);
  Status symlink(const std::string& path, const std::string& target);
  // hardlink: `path` becomes another name of the earlier file `target`.
  Status hardlink(const std::string& path, const std::string& target);

 private:
  Result<os::Fd> parent_of(const std::string& path, std::string& name);

  const os::Fd& root_;
};

// executable_memfd: the file at `path` of the root (links inside the root are followed), copied
// into a sealed memfd that can be executed and not read. unsupported when it is not an ELF program:
// a script has no bytes of its own to execute.
Result<os::Fd> executable_memfd(const os::Fd& root, const std::string& path);

}  // namespace anchorhold::workload
