#include "workload/seccomp.h"

#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "os/error.h"
#include "os/memfd.h"
#include "workload/backend/filter.h"

namespace anchorhold::workload {

namespace {

struct Release {
  void operator()(void* context) const { seccomp_release(context); }
};

Status added(const FilterTable& table, int number, int outcome) {
  // EDOM and EACCES: the call does not exist here, or the rule equals the default.
  if (outcome == 0 || outcome == -EDOM || outcome == -EACCES) return {};
  return os::system_error(std::string("filter ") + table.name,
                          "cannot add the rule for system call " + std::to_string(number),
                          -outcome);
}

Status add_rules(void* context, const FilterTable& table) {
  for (const Call& call : table.allowed)
    AH_TRY(added(table, call.number,
                 seccomp_rule_add_array(context, SCMP_ACT_ALLOW, call.number, 0, nullptr)));
  for (const ArgumentRule& rule : table.conditional) {
    const scmp_arg_cmp compare[] = {rule.compare, rule.also.value_or(scmp_arg_cmp{})};
    AH_TRY(added(
        table, rule.number,
        seccomp_rule_add_array(context, SCMP_ACT_ALLOW, rule.number, rule.also ? 2 : 1, compare)));
  }
  for (const Refusal& refusal : table.refused) {
    for (const Call& call : refusal.calls)
      AH_TRY(added(table, call.number,
                   seccomp_rule_add_array(context, refusal.action, call.number, 0, nullptr)));
  }
  return {};
}

}  // namespace

Result<FilterProgram> compile(const FilterTable& table) {
  const std::string name = std::string("filter ") + table.name;
  const std::unique_ptr<void, Release> context(seccomp_init(table.otherwise));
  if (!context) return Error{Code::unavailable, name, "libseccomp cannot make a filter"};
  seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
  seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);  // binary tree
  AH_TRY(add_rules(context.get(), table));

  AH_ASSIGN(const os::Fd memory, os::make_memfd("filter"));
  if (const int outcome = seccomp_export_bpf(context.get(), memory.get()); outcome != 0)
    return os::system_error(name, "cannot compile", -outcome);
  const off_t size = ::lseek(memory.get(), 0, SEEK_END);
  FilterProgram program(static_cast<size_t>(size) / sizeof(sock_filter));
  if (size <= 0 || ::pread(memory.get(), program.data(), static_cast<size_t>(size), 0) != size)
    return os::system_error(name, "cannot read the program back", errno);
  return program;
}

int install_filter(std::span<const sock_filter> program) {
  sock_fprog raw{};
  raw.len = static_cast<unsigned short>(program.size());
  raw.filter = const_cast<sock_filter*>(program.data());
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &raw) != 0) return errno;
  return 0;
}

}  // namespace anchorhold::workload
