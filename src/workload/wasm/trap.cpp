#include "workload/wasm/trap.h"

#include <csignal>
#include <cstddef>

#include <ucontext.h>
#include <unistd.h>

#include "workload/wasm/linear_memory.h"
#include "workload/wasm/runtime/wasm-rt.h"

namespace anchorhold::wasi {
namespace {

// Frames are probed page by page as they are made (-fstack-clash-protection), so the first access
// beyond the stack's end is never far from the stack pointer.
constexpr uintptr_t near_stack_pointer = 65536;
constexpr size_t fault_stack_bytes = 65536;

alignas(16) unsigned char fault_stack[fault_stack_bytes];

uintptr_t stack_pointer(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<uintptr_t>(context.uc_mcontext.gregs[REG_RSP]);
#elif defined(__aarch64__)
  return context.uc_mcontext.sp;
#endif
}

void on_fault(int signal, siginfo_t* info, void* context) {
  const auto address = reinterpret_cast<uintptr_t>(info->si_addr);
  const uintptr_t sp = stack_pointer(*static_cast<const ucontext_t*>(context));
  const bool near_stack = address - sp + near_stack_pointer < 2 * near_stack_pointer;
  if (signal == SIGFPE) end(Ended::trap_integer_overflow);
  if (in_linear_memory(address)) end(Ended::trap_out_of_bounds);
  if (near_stack) end(Ended::trap_stack_overflow);
  // A fault of the runner itself: back to the instruction, which ends the process.
  std::signal(signal, SIG_DFL);
}

Ended trap_of(wasm_rt_trap_t reason) {
  switch (reason) {
    case WASM_RT_TRAP_OOB:
      return Ended::trap_out_of_bounds;
    case WASM_RT_TRAP_INT_OVERFLOW:
      return Ended::trap_integer_overflow;
    case WASM_RT_TRAP_DIV_BY_ZERO:
      return Ended::trap_division_by_zero;
    case WASM_RT_TRAP_INVALID_CONVERSION:
      return Ended::trap_invalid_conversion;
    case WASM_RT_TRAP_CALL_INDIRECT:
      return Ended::trap_indirect_call;
    case WASM_RT_TRAP_EXHAUSTION:
      return Ended::trap_stack_overflow;
    case WASM_RT_TRAP_NONE:
    case WASM_RT_TRAP_UNREACHABLE:
    case WASM_RT_TRAP_UNCAUGHT_EXCEPTION:
      break;
  }
  return Ended::trap_unreachable;
}

}  // namespace

void end(Ended why) {
  // What compilers make of an allocation that failed.
  const bool gave_up = growth_refused() && why == Ended::trap_unreachable;
  ::_exit(static_cast<int>(gave_up ? Ended::memory_limit : why));
}

void end_with_code(uint32_t code) {
  if (code == 0) ::_exit(0);
  if (code > max_exit_code) end(Ended::exit_code_range);
  if (growth_refused()) end(Ended::memory_limit);
  ::_exit(static_cast<int>(code));
}

void catch_faults() {
  const stack_t stack = {.ss_sp = fault_stack, .ss_flags = 0, .ss_size = sizeof fault_stack};
  ::sigaltstack(&stack, nullptr);
  struct sigaction action = {};
  action.sa_sigaction = on_fault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE}) ::sigaction(signal, &action, nullptr);
  // Writing where nobody reads any more, or beyond a file's limit, is an errno to the module.
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
}

}  // namespace anchorhold::wasi

bool wasm_rt_is_initialized() {
  return true;
}

void wasm_rt_trap(wasm_rt_trap_t reason) {
  anchorhold::wasi::end(anchorhold::wasi::trap_of(reason));
}
