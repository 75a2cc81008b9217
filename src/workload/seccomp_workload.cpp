// The system calls that a workload may make. Everything else fails with ENOSYS, so that libraries
// fall back.

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#include <cerrno>

#include "workload/backend/filter.h"

namespace anchorhold::workload {

namespace {

constexpr Call workload_calls[] = {
    // Reading and writing what is open.
    {SCMP_SYS(read), "input"},
    {SCMP_SYS(readv), "input"},
    {SCMP_SYS(pread64), "input by position"},
    {SCMP_SYS(preadv), "input by position"},
    {SCMP_SYS(preadv2), "input by position"},
    {SCMP_SYS(write), "output"},
    {SCMP_SYS(writev), "output"},
    {SCMP_SYS(pwrite64), "output by position"},
    {SCMP_SYS(pwritev), "output by position"},
    {SCMP_SYS(pwritev2), "output by position"},
    {SCMP_SYS(lseek), "files"},
    {SCMP_SYS(copy_file_range), "files to files without a buffer"},
    {SCMP_SYS(sendfile), "files to files without a buffer"},
    {SCMP_SYS(splice), "pipes without a buffer"},
    {SCMP_SYS(fsync), "databases; a memory file system does nothing"},
    {SCMP_SYS(fdatasync), "databases; a memory file system does nothing"},
    {SCMP_SYS(ftruncate), "files below /out and /tmp"},
    {SCMP_SYS(truncate), "files below /out and /tmp"},
    {SCMP_SYS(fallocate), "files below /out and /tmp"},
    {SCMP_SYS(fadvise64), "a hint"},
    {SCMP_SYS(flock), "databases"},
    // Names. The mounts and Landlock say which.
    {SCMP_SYS(open), "files"},
    {SCMP_SYS(openat), "files"},
    {SCMP_SYS(openat2), "files"},
    {SCMP_SYS(creat), "files"},
    {SCMP_SYS(close), "files"},
    {SCMP_SYS(close_range), "files"},
    {SCMP_SYS(dup), "redirection"},
    {SCMP_SYS(dup2), "redirection"},
    {SCMP_SYS(dup3), "redirection"},
    {SCMP_SYS(fcntl), "flags and locks of open files"},
    {SCMP_SYS(stat), "metadata"},
    {SCMP_SYS(fstat), "metadata"},
    {SCMP_SYS(lstat), "metadata"},
    {SCMP_SYS(newfstatat), "metadata"},
    {SCMP_SYS(statx), "metadata"},
    {SCMP_SYS(statfs), "free space, by the C++ library"},
    {SCMP_SYS(fstatfs), "free space"},
    {SCMP_SYS(access), "metadata, by the loader"},
    {SCMP_SYS(faccessat), "metadata"},
    {SCMP_SYS(faccessat2), "metadata"},
    {SCMP_SYS(readlink), "metadata"},
    {SCMP_SYS(readlinkat), "metadata"},
    {SCMP_SYS(getdents), "folders"},
    {SCMP_SYS(getdents64), "folders"},
    {SCMP_SYS(getcwd), "folders"},
    {SCMP_SYS(chdir), "folders"},
    {SCMP_SYS(fchdir), "folders"},
    {SCMP_SYS(mkdir), "folders below /out and /tmp"},
    {SCMP_SYS(mkdirat), "folders below /out and /tmp"},
    {SCMP_SYS(rmdir), "folders below /out and /tmp"},
    {SCMP_SYS(unlink), "files below /out and /tmp"},
    {SCMP_SYS(unlinkat), "files below /out and /tmp"},
    {SCMP_SYS(rename), "files below /out and /tmp"},
    {SCMP_SYS(renameat), "files below /out and /tmp"},
    {SCMP_SYS(renameat2), "files below /out and /tmp"},
    {SCMP_SYS(link), "files below /out and /tmp; the gate refuses links"},
    {SCMP_SYS(linkat), "files below /out and /tmp; the gate refuses links"},
    {SCMP_SYS(symlink), "files below /out and /tmp; the gate refuses links"},
    {SCMP_SYS(symlinkat), "files below /out and /tmp; the gate refuses links"},
    {SCMP_SYS(chmod), "own files; mounts are nosuid and noexec"},
    {SCMP_SYS(fchmod), "own files; mounts are nosuid and noexec"},
    {SCMP_SYS(fchmodat), "own files; mounts are nosuid and noexec"},
    {SCMP_SYS(umask), "own files"},
    {SCMP_SYS(utime), "own files"},
    {SCMP_SYS(utimes), "own files"},
    {SCMP_SYS(futimesat), "own files"},
    {SCMP_SYS(utimensat), "own files"},
    // Memory; mmap and mprotect are below.
    {SCMP_SYS(munmap), "memory"},
    {SCMP_SYS(mremap), "memory; keeps the protection"},
    {SCMP_SYS(brk), "memory"},
    {SCMP_SYS(madvise), "memory"},
    {SCMP_SYS(msync), "mapped files"},
    {SCMP_SYS(mincore), "memory"},
    {SCMP_SYS(mlock), "memory; RLIMIT_MEMLOCK holds it"},
    {SCMP_SYS(munlock), "memory"},
    {SCMP_SYS(membarrier), "thread libraries"},
    // Processes and threads of its own PID namespace; clone is below.
    {SCMP_SYS(fork), "programs of several processes; RLIMIT_NPROC holds it"},
    {SCMP_SYS(vfork), "programs of several processes; RLIMIT_NPROC holds it"},
    {SCMP_SYS(execve), "other programs of the measured root"},
    {SCMP_SYS(execveat), "the entry point itself"},
    {SCMP_SYS(exit), "end of a thread"},
    {SCMP_SYS(exit_group), "end"},
    {SCMP_SYS(wait4), "children"},
    {SCMP_SYS(waitid), "children"},
    {SCMP_SYS(kill), "own processes; the namespace hides all others"},
    {SCMP_SYS(tkill), "own threads"},
    {SCMP_SYS(tgkill), "own threads; abort()"},
    {SCMP_SYS(getpid), "identity"},
    {SCMP_SYS(getppid), "identity"},
    {SCMP_SYS(gettid), "identity"},
    {SCMP_SYS(getpgrp), "shells"},
    {SCMP_SYS(getpgid), "shells"},
    {SCMP_SYS(setpgid), "shells"},
    {SCMP_SYS(getsid), "shells"},
    {SCMP_SYS(setsid), "shells"},
    {SCMP_SYS(getuid), "identity"},
    {SCMP_SYS(geteuid), "identity"},
    {SCMP_SYS(getgid), "identity"},
    {SCMP_SYS(getegid), "identity"},
    {SCMP_SYS(getresuid), "identity"},
    {SCMP_SYS(getresgid), "identity"},
    {SCMP_SYS(getgroups), "identity"},
    {SCMP_SYS(capget), "programs that look before they try"},
    {SCMP_SYS(set_tid_address), "thread library"},
    {SCMP_SYS(set_robust_list), "thread library"},
    {SCMP_SYS(get_robust_list), "thread library"},
    {SCMP_SYS(rseq), "thread library"},
    {SCMP_SYS(futex), "thread library"},
    {SCMP_SYS(futex_waitv), "thread library"},
    {SCMP_SYS(sched_yield), "threads"},
    {SCMP_SYS(sched_getaffinity), "number of processors"},
    {SCMP_SYS(sched_setaffinity), "numeric libraries pin their threads"},
    {SCMP_SYS(sched_getparam), "thread library"},
    {SCMP_SYS(sched_getscheduler), "thread library"},
    {SCMP_SYS(sched_get_priority_max), "thread library"},
    {SCMP_SYS(sched_get_priority_min), "thread library"},
    {SCMP_SYS(getpriority), "nice"},
    {SCMP_SYS(getcpu), "numeric libraries"},
    {SCMP_SYS(getrlimit), "own limits"},
    {SCMP_SYS(setrlimit), "own limits, downwards"},
    {SCMP_SYS(getrusage), "own use"},
    {SCMP_SYS(times), "own use"},
    // Signals, time and waiting.
    {SCMP_SYS(rt_sigaction), "signals"},
    {SCMP_SYS(rt_sigprocmask), "signals"},
    {SCMP_SYS(rt_sigreturn), "signals"},
    {SCMP_SYS(rt_sigpending), "signals"},
    {SCMP_SYS(rt_sigsuspend), "signals"},
    {SCMP_SYS(rt_sigtimedwait), "signals"},
    {SCMP_SYS(sigaltstack), "signals"},
    {SCMP_SYS(signalfd4), "event loops"},
    {SCMP_SYS(pause), "signals"},
    {SCMP_SYS(restart_syscall), "the kernel's own continuation"},
    {SCMP_SYS(alarm), "timers"},
    {SCMP_SYS(getitimer), "timers"},
    {SCMP_SYS(setitimer), "timers"},
    {SCMP_SYS(timer_create), "timers; RLIMIT_SIGPENDING holds them"},
    {SCMP_SYS(timer_settime), "timers"},
    {SCMP_SYS(timer_gettime), "timers"},
    {SCMP_SYS(timer_getoverrun), "timers"},
    {SCMP_SYS(timer_delete), "timers"},
    {SCMP_SYS(timerfd_create), "event loops"},
    {SCMP_SYS(timerfd_settime), "event loops"},
    {SCMP_SYS(timerfd_gettime), "event loops"},
    {SCMP_SYS(nanosleep), "waiting"},
    {SCMP_SYS(clock_nanosleep), "waiting"},
    {SCMP_SYS(clock_gettime), "time"},
    {SCMP_SYS(clock_getres), "time"},
    {SCMP_SYS(gettimeofday), "time"},
    {SCMP_SYS(time), "time"},
    {SCMP_SYS(poll), "event loops"},
    {SCMP_SYS(ppoll), "event loops"},
    {SCMP_SYS(select), "event loops"},
    {SCMP_SYS(pselect6), "event loops"},
    {SCMP_SYS(epoll_create1), "event loops"},
    {SCMP_SYS(epoll_create), "event loops"},
    {SCMP_SYS(epoll_ctl), "event loops"},
    {SCMP_SYS(epoll_wait), "event loops"},
    {SCMP_SYS(epoll_pwait), "event loops"},
    {SCMP_SYS(eventfd2), "event loops"},
    {SCMP_SYS(eventfd), "event loops"},
    {SCMP_SYS(pipe), "between own processes"},
    {SCMP_SYS(pipe2), "between own processes"},
    // Messages over socketpair, which is below; no other socket can come into being.
    {SCMP_SYS(sendmsg), "between own processes"},
    {SCMP_SYS(sendto), "between own processes"},
    {SCMP_SYS(recvmsg), "between own processes"},
    {SCMP_SYS(recvfrom), "between own processes"},
    {SCMP_SYS(shutdown), "between own processes"},
    // The machine.
    {SCMP_SYS(uname), "kernel version, by the loader"},
    {SCMP_SYS(sysinfo), "memory size, by numeric libraries"},
    {SCMP_SYS(getrandom), "random numbers"},
};

constexpr scmp_datum_t new_namespace = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC |
                                       CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr scmp_datum_t write_execute = PROT_WRITE | PROT_EXEC;
constexpr scmp_datum_t socket_kind = 0xf;  // the type without SOCK_CLOEXEC and SOCK_NONBLOCK

constexpr scmp_arg_cmp bits(unsigned argument, scmp_datum_t mask, scmp_datum_t value) {
  return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}
constexpr scmp_arg_cmp equal(unsigned argument, scmp_datum_t value) {
  return {argument, SCMP_CMP_EQ, value, 0};
}

// TIPC makes pairs too, and asking for one loads its module into the host's kernel.
constexpr scmp_arg_cmp local = equal(0, AF_UNIX);

const ArgumentRule workload_conditions[] = {
    {SCMP_SYS(clone), bits(0, new_namespace, 0), "processes and threads, no namespaces"},
    // W^X: what can be executed was mapped so from the measured root and never writable.
    {SCMP_SYS(mmap), bits(2, PROT_EXEC, 0), "memory that is not executable"},
    {SCMP_SYS(mmap), bits(2, write_execute, PROT_EXEC), "the loader maps programs and libraries"},
    {SCMP_SYS(mprotect), bits(2, PROT_EXEC, 0), "nothing becomes executable"},
    {SCMP_SYS(socketpair), bits(1, socket_kind, SOCK_STREAM), "between own processes", local},
    {SCMP_SYS(socketpair), bits(1, socket_kind, SOCK_SEQPACKET), "between own processes", local},
    {SCMP_SYS(prlimit64), equal(0, 0), "own limits, downwards; the spawner has the same owner"},
    {SCMP_SYS(personality), equal(0, 0xffffffff), "asks only"},
    {SCMP_SYS(personality), equal(0, 0), "the default"},
    {SCMP_SYS(ioctl), equal(1, TCGETS), "isatty()"},
    {SCMP_SYS(ioctl), equal(1, FIONREAD), "bytes in a pipe"},
    {SCMP_SYS(ioctl), equal(1, FIONBIO), "non-blocking pipes"},
    {SCMP_SYS(ioctl), equal(1, FIOCLEX), "close on exec"},
    {SCMP_SYS(ioctl), equal(1, FIONCLEX), "close on exec"},
    {SCMP_SYS(prctl), equal(0, PR_SET_NAME), "names of threads"},
    {SCMP_SYS(prctl), equal(0, PR_GET_NAME), "names of threads"},
    {SCMP_SYS(prctl), equal(0, PR_SET_PDEATHSIG), "children end with parents"},
    {SCMP_SYS(prctl), equal(0, PR_GET_DUMPABLE), "asks only"},
    {SCMP_SYS(prctl), equal(0, PR_GET_NO_NEW_PRIVS), "asks only"},
    {SCMP_SYS(prctl), equal(0, PR_CAPBSET_READ), "asks only"},
    {SCMP_SYS(prctl), equal(0, PR_SET_VMA), "names of memory areas, by the C library"},
    {SCMP_SYS(arch_prctl), equal(0, 0x1002), "ARCH_SET_FS: thread-local storage"},
    {SCMP_SYS(arch_prctl), equal(0, 0x1003), "ARCH_GET_FS: thread-local storage"},
};

// EPERM, where ENOSYS would make a program believe that the kernel is broken. Named so that the
// hostile cases and this table can be held against each other.
constexpr Call forbidden[] = {
    {SCMP_SYS(socket), "no network, no host"},
    {SCMP_SYS(connect), "no network, no host"},
    {SCMP_SYS(bind), "no network, no host"},
    {SCMP_SYS(listen), "no network, no host"},
    {SCMP_SYS(accept), "no network, no host"},
    {SCMP_SYS(accept4), "no network, no host"},
    {SCMP_SYS(ptrace), "reading other processes"},
    {SCMP_SYS(process_vm_readv), "reading other processes"},
    {SCMP_SYS(process_vm_writev), "writing other processes"},
    {SCMP_SYS(mount), "file systems"},
    {SCMP_SYS(umount2), "file systems"},
    {SCMP_SYS(pivot_root), "file systems"},
    {SCMP_SYS(chroot), "file systems"},
    {SCMP_SYS(unshare), "namespaces"},
    {SCMP_SYS(setns), "namespaces"},
    {SCMP_SYS(bpf), "programs in the kernel"},
    {SCMP_SYS(perf_event_open), "side channels"},
    {SCMP_SYS(keyctl), "keyrings outlive the run"},
    {SCMP_SYS(add_key), "keyrings outlive the run"},
    {SCMP_SYS(request_key), "keyrings outlive the run"},
    {SCMP_SYS(mknod), "devices and FIFOs"},
    {SCMP_SYS(mknodat), "devices and FIFOs"},
    {SCMP_SYS(chown), "owners do not change"},
    {SCMP_SYS(fchown), "owners do not change"},
    {SCMP_SYS(lchown), "owners do not change"},
    {SCMP_SYS(fchownat), "owners do not change"},
    {SCMP_SYS(setuid), "identity does not change"},
    {SCMP_SYS(setgid), "identity does not change"},
    {SCMP_SYS(setreuid), "identity does not change"},
    {SCMP_SYS(setregid), "identity does not change"},
    {SCMP_SYS(setresuid), "identity does not change"},
    {SCMP_SYS(setresgid), "identity does not change"},
    {SCMP_SYS(setgroups), "identity does not change"},
    {SCMP_SYS(capset), "there is nothing to set"},
    {SCMP_SYS(sched_setscheduler), "other priorities starve the agent"},
    {SCMP_SYS(setpriority), "other priorities starve the agent"},
    {SCMP_SYS(settimeofday), "the machine's clock"},
    {SCMP_SYS(clock_settime), "the machine's clock"},
    {SCMP_SYS(sethostname), "the machine's name"},
    {SCMP_SYS(reboot), "the machine"},
};

constexpr Call no_attributes[] = {
    {SCMP_SYS(getxattr), "the file systems have none"},
    {SCMP_SYS(lgetxattr), "the file systems have none"},
    {SCMP_SYS(fgetxattr), "the file systems have none"},
    {SCMP_SYS(listxattr), "the file systems have none"},
    {SCMP_SYS(llistxattr), "the file systems have none"},
    {SCMP_SYS(flistxattr), "the file systems have none"},
};

}  // namespace

Result<FilterProgram> workload_filter() {
  const Refusal refused[] = {
      {SCMP_ACT_ERRNO(EPERM), forbidden},
      {SCMP_ACT_ERRNO(EOPNOTSUPP), no_attributes},
  };
  return compile(
      {"workload", SCMP_ACT_ERRNO(ENOSYS), workload_calls, workload_conditions, refused});
}

}  // namespace anchorhold::workload
