// The system calls of the agent after its spawner has started. Everything else fails with EPERM;
// what only an attacker would try kills the process.

#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "os/error.h"
#include "workload/backend/filter.h"

namespace anchorhold::workload {

namespace {

constexpr Call agent_calls[] = {
    {SCMP_SYS(read), "channel, inputs, outputs"},
    {SCMP_SYS(readv), "channel, inputs, outputs"},
    {SCMP_SYS(pread64), "layer, outputs"},
    {SCMP_SYS(write), "channel, inputs"},
    {SCMP_SYS(writev), "channel, inputs"},
    {SCMP_SYS(pwrite64), "inputs"},
    {SCMP_SYS(lseek), "layer, outputs"},
    {SCMP_SYS(copy_file_range), "layer to root"},
    {SCMP_SYS(sendfile), "layer to root and to the entry point's memfd"},
    {SCMP_SYS(sendmsg), "channel, security module, spawner"},
    {SCMP_SYS(sendto), "channel, security module, spawner"},
    {SCMP_SYS(recvmsg), "channel, security module, spawner"},
    {SCMP_SYS(recvfrom), "channel, security module, spawner"},
    {SCMP_SYS(shutdown), "channel"},
    {SCMP_SYS(poll), "channel, spawner"},
    {SCMP_SYS(ppoll), "channel, spawner"},
    {SCMP_SYS(pipe2), "the workload's log"},
    {SCMP_SYS(eventfd2), "threads"},
    {SCMP_SYS(openat), "files below the folders it holds; its own root is empty"},
    {SCMP_SYS(openat2), "files below the folders it holds"},
    {SCMP_SYS(close), "descriptors"},
    {SCMP_SYS(dup), "descriptors"},
    {SCMP_SYS(fcntl), "seals, flags"},
    {SCMP_SYS(fstat), "outputs"},
    {SCMP_SYS(newfstatat), "outputs"},
    {SCMP_SYS(statx), "outputs"},
    {SCMP_SYS(getdents64), "outputs"},
    {SCMP_SYS(mkdirat), "the workload's root"},
    {SCMP_SYS(symlinkat), "the workload's root"},
    {SCMP_SYS(linkat), "the workload's root"},
    {SCMP_SYS(unlinkat), "outputs are wiped"},
    {SCMP_SYS(fchmod), "the workload's root"},
    {SCMP_SYS(fchmodat), "the workload's root"},
    {SCMP_SYS(ftruncate), "inputs, memory files"},
    {SCMP_SYS(fallocate), "inputs, memory files"},
    {SCMP_SYS(fadvise64), "a hint"},
    {SCMP_SYS(memfd_create), "the entry point's sealed copy"},
    {SCMP_SYS(munmap), "memory"},
    {SCMP_SYS(mremap), "memory"},
    {SCMP_SYS(brk), "memory"},
    {SCMP_SYS(madvise), "memory; secrets out of dumps"},
    {SCMP_SYS(mlock), "secrets out of swap"},
    {SCMP_SYS(munlock), "secrets out of swap"},
    {SCMP_SYS(futex), "threads"},
    {SCMP_SYS(set_robust_list), "threads"},
    {SCMP_SYS(rseq), "threads"},
    {SCMP_SYS(sched_yield), "threads"},
    {SCMP_SYS(sched_getaffinity), "threads"},
    {SCMP_SYS(getpid), "abort()"},
    {SCMP_SYS(gettid), "abort()"},
    {SCMP_SYS(tgkill),
     "abort(); the filter's last word on others is that the namespace shows none"},
    {SCMP_SYS(getuid), "libraries"},
    {SCMP_SYS(geteuid), "libraries"},
    {SCMP_SYS(getgid), "libraries"},
    {SCMP_SYS(getegid), "libraries"},
    {SCMP_SYS(exit), "end of a thread"},
    {SCMP_SYS(exit_group), "end"},
    {SCMP_SYS(waitid), "the spawner's end"},
    {SCMP_SYS(wait4), "the spawner's end"},
    {SCMP_SYS(pidfd_send_signal), "ending the spawner"},
    {SCMP_SYS(rt_sigaction), "signals"},
    {SCMP_SYS(rt_sigprocmask), "signals"},
    {SCMP_SYS(rt_sigreturn), "signals"},
    {SCMP_SYS(sigaltstack), "signals"},
    {SCMP_SYS(restart_syscall), "the kernel's own continuation"},
    {SCMP_SYS(nanosleep), "waiting"},
    {SCMP_SYS(clock_nanosleep), "waiting"},
    {SCMP_SYS(clock_gettime), "durations"},
    {SCMP_SYS(clock_getres), "durations"},
    {SCMP_SYS(gettimeofday), "time"},
    {SCMP_SYS(time), "time"},
    {SCMP_SYS(getrandom), "keys"},
    {SCMP_SYS(getrusage), "progress"},
    {SCMP_SYS(uname), "libraries"},
    {SCMP_SYS(sysinfo), "memory size, by the C++ library"},
};

constexpr scmp_datum_t thread_flags =
    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD;

const ArgumentRule agent_conditions[] = {
    {SCMP_SYS(mmap), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}, "memory, never executable"},
    {SCMP_SYS(mprotect), {2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0}, "memory, never executable"},
    {SCMP_SYS(clone), {0, SCMP_CMP_MASKED_EQ, thread_flags, thread_flags}, "threads, no processes"},
    {SCMP_SYS(socketpair), {0, SCMP_CMP_EQ, AF_UNIX, 0}, "between own threads"},
    {SCMP_SYS(prctl), {0, SCMP_CMP_EQ, PR_SET_NAME, 0}, "names of threads"},
    {SCMP_SYS(prctl), {0, SCMP_CMP_EQ, PR_SET_VMA, 0}, "names of memory areas, by the C library"},
};

// glibc tries clone3 first and falls back on ENOSYS only.
constexpr Call fall_back[] = {{SCMP_SYS(clone3), "flags out of the filter's sight"}};

constexpr Call lethal[] = {
    {SCMP_SYS(execve), "the agent executes nothing; its spawner does"},
    {SCMP_SYS(execveat), "the agent executes nothing; its spawner does"},
    {SCMP_SYS(fork), "no processes"},
    {SCMP_SYS(vfork), "no processes"},
    {SCMP_SYS(ptrace), "attack"},
    {SCMP_SYS(process_vm_readv), "attack"},
    {SCMP_SYS(process_vm_writev), "attack"},
    {SCMP_SYS(socket), "the channel is the only way out"},
    {SCMP_SYS(connect), "the channel is the only way out"},
    {SCMP_SYS(bind), "the channel is the only way out"},
    {SCMP_SYS(mount), "attack"},
    {SCMP_SYS(umount2), "attack"},
    {SCMP_SYS(pivot_root), "attack"},
    {SCMP_SYS(chroot), "attack"},
    {SCMP_SYS(unshare), "attack"},
    {SCMP_SYS(setns), "attack"},
    {SCMP_SYS(bpf), "attack"},
    {SCMP_SYS(io_uring_setup), "calls out of the filter's sight"},
    {SCMP_SYS(userfaultfd), "attack"},
    {SCMP_SYS(perf_event_open), "attack"},
    {SCMP_SYS(pkey_mprotect), "executable memory"},
};

}  // namespace

Status lock_agent_syscalls() {
  const Refusal refused[] = {
      {SCMP_ACT_ERRNO(ENOSYS), fall_back},
      {SCMP_ACT_KILL_PROCESS, lethal},
  };
  AH_ASSIGN(const FilterProgram program,
            compile({"agent", SCMP_ACT_ERRNO(EPERM), agent_calls, agent_conditions, refused}));
  if (const int error = install_filter(program); error != 0)
    return os::system_error("agent filter", "cannot install", error);
  return {};
}

}  // namespace anchorhold::workload
