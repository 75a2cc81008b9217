// Doors into the kernel that a computation does not need.

#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

std::string call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0) {
  return got(::syscall(number, a, b, c, d, e), "it worked");
}

std::string perf() {
  perf_event_attr event{};
  event.type = PERF_TYPE_SOFTWARE;
  event.size = sizeof event;
  return got(::syscall(SYS_perf_event_open, &event, 0, -1, -1, 0), "counters");
}

std::string bpf_map() {
  bpf_attr attributes{};
  attributes.map_type = BPF_MAP_TYPE_ARRAY;
  attributes.key_size = 4;
  attributes.value_size = 4;
  attributes.max_entries = 1;
  return got(::syscall(SYS_bpf, BPF_MAP_CREATE, &attributes, sizeof attributes), "a map");
}

std::string io_uring() {
  char parameters[256] = {};
  return got(::syscall(SYS_io_uring_setup, 4, parameters), "a ring");
}

std::string user_key() {
  return got(::syscall(SYS_add_key, "user", "note", "x", 1, -4), "a key that outlives the run");
}

std::string push_into_terminal() {
  char key = 'x';
  return got(::ioctl(0, TIOCSTI, &key), "the terminal");
}

const Case of_the_kernel[] = {
    {"bpf", bpf_map},
    {"io-uring", io_uring},
    {"userfaultfd", [] { return call(SYS_userfaultfd, O_CLOEXEC | 1); }},
    {"perf", perf},
    {"key-add", user_key},
    {"key-control", [] { return call(SYS_keyctl, 0, -3, 1); }},
    {"key-request",
     [] { return got(::syscall(SYS_request_key, "user", "note", nullptr, -4), "a key"); }},
    {"kernel-log", [] { return call(SYS_syslog, 10); }},
    {"module-load", [] { return got(::syscall(SYS_init_module, nullptr, 0, ""), "a module"); }},
    {"module-load-file", [] { return got(::syscall(SYS_finit_module, 0, "", 0), "a module"); }},
    {"kexec", [] { return call(SYS_kexec_load); }},
    {"reboot", [] { return call(SYS_reboot, 0xfee1dead, 672274793, 0); }},
    {"swap", [] { return got(::syscall(SYS_swapon, "/tmp/swap", 0), "swap"); }},
    {"accounting", [] { return got(::syscall(SYS_acct, "/tmp/account"), "accounting"); }},
    {"quota", [] { return call(SYS_quotactl); }},
    {"ports", [] { return call(SYS_iopl, 3) + call(SYS_ioperm, 0x80, 1, 1); }},
    {"descriptor-table", [] { return call(SYS_modify_ldt, 1); }},
    {"fanotify", [] { return call(SYS_fanotify_init); }},
    {"inotify", [] { return call(SYS_inotify_init1); }},
    {"message-queue", [] { return call(SYS_msgget, 0, 01600); }},
    {"message-queue-posix",
     [] {
       return got(::syscall(SYS_mq_open, "queue", O_CREAT | O_RDWR, 0600, nullptr), "a queue");
     }},
    {"semaphores", [] { return call(SYS_semget, 0, 1, 01600); }},
    {"asynchronous-io",
     [] {
       unsigned long context = 0;
       return got(::syscall(SYS_io_setup, 1, &context), "a queue of the kernel");
     }},
    {"terminal-input", push_into_terminal},
    {"memory-policy", [] { return call(SYS_set_mempolicy); }},
    {"remap-pages", [] { return call(SYS_remap_file_pages); }},
    {"unknown-call", [] { return call(1000); }},
};

}  // namespace

std::span<const Case> kernel_cases() {
  return of_the_kernel;
}

}  // namespace anchorhold::hostile
