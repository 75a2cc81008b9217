#pragma once
// The files that a program may touch when it breaks out of its bounds: Landlock rules for its
// process.

#include "os/fd.h"
#include "workload/wasm/protocol.h"

namespace anchorhold::wasi_suite {

// make_file_rules: reading and, where they allow it, writing below these folders; execution of
// `program`; no other file. Invalid where the kernel has no Landlock.
Result<os::Fd> make_file_rules(const std::vector<wasi::Folder>& folders, const os::Fd& program);

// obey: holds this process, which can gain no privileges, to the rules from now on. A system call
// only; 0 or errno.
int obey(const os::Fd& rules);

}  // namespace anchorhold::wasi_suite
