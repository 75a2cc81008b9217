#pragma once
// The steps between fork and exec. They use system calls only, no memory allocation, and return 0
// or errno.

#include <span>

#include "workload/limits.h"

struct sock_filter;

namespace anchorhold::workload {

// give_up_capabilities: from every set, with no_new_privs.
int give_up_capabilities();

// set_limits: rlimits, none above what this process may have already. `reserved_bytes` of address
// space are for memory that is never used.
int set_limits(const Limits& limits, uint64_t reserved_bytes);

// Files: what is left of the new root.
enum class Files : uint8_t { whole_root, in_and_out };

// restrict_files: Landlock on the new root. `whole_root`: read everywhere, execute outside /in,
// /out and /tmp, write only to /out, /tmp and /dev's own devices. `in_and_out`: read /in, write
// /out, and execute what is no file. Always no TCP, no signals and no abstract sockets beyond the
// domain where the kernel can say so. Nothing happens where the kernel has no Landlock: mounts and
// namespaces say the same.
int restrict_files(Files files);

// Confinement: all that the child of the spawner needs to become the workload.
struct Confinement {
  int program;  // memfd
  int log;      // the pipe for stdout and stderr, or -1
  int runner;   // becomes descriptor 3 of a WebAssembly program, or -1
  int report;   // for os::StartSteps
  char* const* argv;
  char* const* env;
  const Limits* limits;
  std::span<const sock_filter> filter;
};

// become_workload: runs in the new process, in a new user namespace, and does not return.
[[noreturn]] void become_workload(const Confinement& confinement);

}  // namespace anchorhold::workload
