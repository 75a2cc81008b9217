#include "workload/usage.h"

#include <sys/wait.h>

#include <csignal>

#include "workload/wasm/status.h"

namespace anchorhold::workload {

namespace {

Share share_of(double used, double limit) {
  if (used >= limit) return Share::limit;
  if (used >= limit / 2) return Share::under_limit;
  return used >= limit / 4 ? Share::under_half : Share::under_quarter;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

// The kernel counts pages a little late, and a program at its limit cannot use the last of it.
constexpr double nearly = 15.0 / 16.0;

// What the runner of a WebAssembly program says of its end. It is not trusted: whatever it claims,
// the run has failed.
End end_of_runner(int status) {
  if (status <= static_cast<int>(wasi::max_exit_code)) return End::failure;
  switch (static_cast<wasi::Ended>(status)) {
    case wasi::Ended::trap_out_of_bounds:
      return End::out_of_bounds;
    case wasi::Ended::trap_integer_overflow:
      return End::integer_overflow;
    case wasi::Ended::trap_division_by_zero:
      return End::division_by_zero;
    case wasi::Ended::trap_invalid_conversion:
      return End::invalid_conversion;
    case wasi::Ended::trap_unreachable:
      return End::unreachable;
    case wasi::Ended::trap_indirect_call:
      return End::indirect_call;
    case wasi::Ended::trap_stack_overflow:
      return End::stack_overflow;
    case wasi::Ended::memory_limit:
      return End::memory_limit;
    case wasi::Ended::exit_code_range:
      return End::exit_code;
    case wasi::Ended::input_refused:
      return End::input_refused;
    case wasi::Ended::no_setup:
      break;
  }
  return End::crash;
}

End end_of(const Usage& usage, const WorkloadEnd& shares) {
  const bool exited = WIFEXITED(usage.status);
  const int signal = WIFSIGNALED(usage.status) ? WTERMSIG(usage.status) : 0;
  if (usage.verdict) return *usage.verdict;
  if (shares.cpu == Share::limit || signal == SIGXCPU) return End::cpu_limit;
  if (exited && WEXITSTATUS(usage.status) == 0) return End::success;
  const End ended = !exited      ? End::crash
                    : usage.wasm ? end_of_runner(WEXITSTATUS(usage.status))
                                 : End::failure;
  const bool may_be_memory = ended == End::crash || ended == End::failure;
  return may_be_memory && shares.memory == Share::limit ? End::memory_limit : ended;
}

}  // namespace

WorkloadEnd judge(const Usage& usage, const Limits& limits) {
  WorkloadEnd end;
  end.cpu = share_of(seconds(usage.used.ru_utime) + seconds(usage.used.ru_stime),
                     static_cast<double>(limits.cpu_seconds));
  end.memory = share_of(static_cast<double>(usage.used.ru_maxrss) * 1024,
                        static_cast<double>(limits.memory_bytes) * nearly);
  end.wall = share_of(std::chrono::duration<double>(usage.wall).count(),
                      static_cast<double>(limits.wall_seconds));
  end.end = end_of(usage, end);
  if (end.end == End::failure) end.exit_status = static_cast<uint8_t>(WEXITSTATUS(usage.status));
  return end;
}

}  // namespace anchorhold::workload
