// Users, capabilities, limits and what the process may change about itself.

#include <grp.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <ctime>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

std::string capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct sets[2] = {};
  if (::syscall(SYS_capget, &header, sets) != 0) return "";
  for (const auto& set : sets) {
    if ((set.effective | set.permitted | set.inheritable) != 0) return "a capability";
  }
  for (unsigned long capability = 0; capability < 64; ++capability) {
    if (::prctl(PR_CAPBSET_READ, capability, 0, 0, 0) == 1)
      return "bounding capability " + std::to_string(capability);
  }
  return "";
}

std::string set_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  const __user_cap_data_struct all[2] = {{~0U, ~0U, ~0U}, {~0U, ~0U, ~0U}};
  return got(::syscall(SYS_capset, &header, all), "capabilities");
}

std::string raise(__rlimit_resource which) {
  rlimit limit{};
  ::getrlimit(which, &limit);
  if (limit.rlim_max == RLIM_INFINITY) return "no limit";
  limit.rlim_max = RLIM_INFINITY;
  limit.rlim_cur = RLIM_INFINITY;
  return got(::setrlimit(which, &limit), "a higher limit");
}

std::string core_file() {
  rlimit limit{};
  ::getrlimit(RLIMIT_CORE, &limit);
  if (limit.rlim_max > 1) return "a limit above 1 byte";
  const pid_t child = ::fork();
  if (child == 0) std::abort();
  int status = 0;
  ::waitpid(child, &status, 0);
  return WCOREDUMP(status) ? "a core dump" : "";
}

std::string set_clock() {
  const timespec time{1, 0};
  const timeval day{1, 0};
  return got(::clock_settime(CLOCK_REALTIME, &time), "the clock") +
         got(::settimeofday(&day, nullptr), "the clock");
}

std::string adjust_clock() {
  timex change{};
  return got(::adjtimex(&change), "the clock's state");
}

std::string own_filter() {
  return got(::syscall(SYS_seccomp, SECCOMP_SET_MODE_STRICT, 0, nullptr), "another filter");
}

const Case of_identities[] = {
    {"capabilities", capabilities},
    {"capset", set_capabilities},
    {"setuid-root", [] { return got(::setuid(0), "root"); }},
    {"setresuid-host",
     [] { return got(::syscall(SYS_setresuid, 1000, 1000, 1000), "another user"); }},
    {"setgid-root", [] { return got(::setgid(0), "group root"); }},
    {"setgroups", [] { return got(::setgroups(0, nullptr), "other groups"); }},
    {"chown-root", [] { return got(::chown("/tmp", 0, 0), "another owner"); }},
    {"no-new-privileges",
     [] { return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? std::string() : "privileges"; }},
    {"prctl-dumpable", [] { return got(::prctl(PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable"); }},
    {"prctl-memory-map",
     [] { return got(::prctl(PR_SET_MM, PR_SET_MM_BRK, 0, 0, 0), "its memory map"); }},
    {"prctl-keep-capabilities",
     [] { return got(::prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0), "kept capabilities"); }},
    {"prctl-subreaper", [] { return got(::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), "orphans"); }},
    {"seccomp-own-filter", own_filter},
    {"limit-memory", [] { return raise(RLIMIT_DATA); }},
    {"limit-processes", [] { return raise(RLIMIT_NPROC); }},
    {"limit-files", [] { return raise(RLIMIT_FSIZE); }},
    {"limit-time", [] { return raise(RLIMIT_CPU); }},
    {"core-file", core_file},
    {"clock-set", set_clock},
    {"clock-adjust", adjust_clock},
    {"hostname", [] { return got(::sethostname("x", 1), "the machine's name"); }},
};

}  // namespace

std::span<const Case> identity_cases() {
  return of_identities;
}

}  // namespace anchorhold::hostile
