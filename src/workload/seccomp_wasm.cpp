// The system calls that a WebAssembly program may make: what its runner (wasm/) turns WASI into.
// Any other call kills the process: only code that broke out of its bounds makes one.

#include <fcntl.h>
#include <sys/mman.h>

#include "workload/backend/filter.h"
#include "workload/wasm/protocol.h"

namespace anchorhold::workload {

namespace {

constexpr Call wasm_calls[] = {
    // Reading and writing what is open.
    {SCMP_SYS(readv), "fd_read"},
    {SCMP_SYS(preadv), "fd_pread"},
    {SCMP_SYS(write), "which step of the start failed"},
    {SCMP_SYS(writev), "fd_write"},
    {SCMP_SYS(pwritev), "fd_pwrite"},
    {SCMP_SYS(lseek), "fd_seek, fd_tell"},
    {SCMP_SYS(fadvise64), "fd_advise"},
    {SCMP_SYS(fallocate), "fd_allocate"},
    {SCMP_SYS(ftruncate), "fd_filestat_set_size"},
    {SCMP_SYS(fsync), "fd_sync"},
    {SCMP_SYS(fdatasync), "fd_datasync"},
    {SCMP_SYS(getdents64), "fd_readdir"},
    {SCMP_SYS(close), "fd_close"},
    // Names, below a descriptor that is open; the mounts and Landlock say which.
    {SCMP_SYS(openat2), "path_open, and every folder on the way"},
    {SCMP_SYS(newfstatat), "path_filestat_get, fd_filestat_get"},
    {SCMP_SYS(utimensat), "path_filestat_set_times, fd_filestat_set_times"},
    {SCMP_SYS(mkdirat), "path_create_directory"},
    {SCMP_SYS(unlinkat), "path_unlink_file, path_remove_directory"},
    {SCMP_SYS(renameat2), "path_rename"},
    {SCMP_SYS(linkat), "path_link; the gate refuses links"},
    {SCMP_SYS(symlinkat), "path_symlink; the gate refuses links"},
    {SCMP_SYS(readlinkat), "path_readlink"},
    // Time, chance, waiting.
    {SCMP_SYS(clock_gettime), "clock_time_get"},
    {SCMP_SYS(clock_getres), "clock_res_get"},
    {SCMP_SYS(ppoll), "poll_oneoff"},
    {SCMP_SYS(sched_yield), "sched_yield"},
    {SCMP_SYS(getrandom), "random_get"},
    {SCMP_SYS(exit_group), "proc_exit"},
    // Memory and traps; mmap and mprotect are below.
    {SCMP_SYS(munmap), "memory"},
    {SCMP_SYS(brk), "memory"},
    {SCMP_SYS(rt_sigaction), "traps"},
    {SCMP_SYS(sigaltstack), "traps: a stack that overflowed cannot tell so"},
    {SCMP_SYS(rt_sigreturn), "back to a fault of the runner's own, which then ends it"},
    // The C library's start.
    {SCMP_SYS(set_tid_address), "thread library"},
    {SCMP_SYS(set_robust_list), "thread library"},
    {SCMP_SYS(rseq), "thread library"},
    {SCMP_SYS(readlink), "its own path"},
};

const ArgumentRule wasm_conditions[] = {
    // Private, so that the limit on data counts it; stacks that grow by themselves are not counted.
    {SCMP_SYS(mmap), bits(2, PROT_EXEC, 0), "memory that is not executable",
     bits(3, MAP_TYPE | MAP_GROWSDOWN, MAP_PRIVATE)},
    // Not to reading alone either: what cannot be written is not counted any more, and stays.
    {SCMP_SYS(mprotect), equal(2, PROT_READ | PROT_WRITE), "memory.grow"},
    {SCMP_SYS(madvise), equal(2, MADV_HUGEPAGE), "large pages for linear memory"},
    {SCMP_SYS(fcntl), equal(1, F_GETFL), "fd_fdstat_get"},
    {SCMP_SYS(fcntl), equal(1, F_SETFL), "fd_fdstat_set_flags"},
    {SCMP_SYS(fcntl), equal(1, F_DUPFD_CLOEXEC), "the standard streams, at the start"},
    {SCMP_SYS(sendto), equal(0, wasi::setup_descriptor), "asks the agent for input"},
    {SCMP_SYS(recvfrom), equal(0, wasi::setup_descriptor), "gets it"},
    {SCMP_SYS(prlimit64), equal(0, 0), "how large the stack may become"},
    {SCMP_SYS(arch_prctl), equal(0, 0x1002), "ARCH_SET_FS: thread-local storage"},
    // With the descriptor that the spawner gives; Landlock lets no file be executed.
    {SCMP_SYS(execveat), equal(4, AT_EMPTY_PATH), "the start"},
};

}  // namespace

Result<FilterProgram> wasm_filter() {
  return compile({"WebAssembly", SCMP_ACT_KILL_PROCESS, wasm_calls, wasm_conditions, {}});
}

}  // namespace anchorhold::workload
