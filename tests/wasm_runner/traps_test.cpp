// Every trap and limit, each as a process of its own: the status says why
// (src/workload/wasm/status.h).

#include "wasm_runner/runs_modules_test.h"

namespace anchorhold::wasi {
namespace {

struct Case {
  const char* what;
  const char* body;  // of a function () -> (), in the text format
  int status;
};

constexpr int out_of_bounds = status_of(Ended::trap_out_of_bounds);
constexpr int overflow = status_of(Ended::trap_integer_overflow);
constexpr int by_zero = status_of(Ended::trap_division_by_zero);
constexpr int conversion = status_of(Ended::trap_invalid_conversion);
constexpr int bad_unreachable = status_of(Ended::trap_unreachable);
constexpr int indirect_call = status_of(Ended::trap_indirect_call);
constexpr int stack_overflow = status_of(Ended::trap_stack_overflow);
constexpr int memory_limit = status_of(Ended::memory_limit);

// $use takes a value that is then not dead; $zero and $minus_one are what no compiler can foresee.
constexpr Case cases[] = {
    {"returning", "", 0},
    {"exit code 0", "(call $proc_exit (i32.const 0))", 0},
    {"exit code 125", "(call $proc_exit (i32.const 125))", 125},
    {"exit code 126", "(call $proc_exit (i32.const 126))", status_of(Ended::exit_code_range)},
    {"exit code -1", "(call $proc_exit (i32.const -1))", status_of(Ended::exit_code_range)},
    {"unreachable", "unreachable", bad_unreachable},

    {"load at the last byte", "(call $use (i32.load8_u (i32.const 65535)))", 0},
    {"load past the end", "(call $use (i32.load8_u (i32.const 65536)))", out_of_bounds},
    {"load across the end", "(call $use (i32.load (i32.const 65533)))", out_of_bounds},
    {"load beyond four GiB",
     "(call $use (i32.load offset=0xffffffff (i32.sub (i32.load (i32.const 0)) (i32.const 1))))",
     out_of_bounds},
    {"the widest load as far as it goes",
     "(call $use (i32.wrap_i64 (i64.load offset=0xffffffff (call $minus_one))))", out_of_bounds},
    {"a load that is not used need not happen", "(drop (i32.load (i32.const 65536)))", 0},
    {"store past the end", "(i32.store8 (i32.const 65536) (i32.const 1))", out_of_bounds},
    {"store beyond four GiB", "(i64.store offset=0xffffffff (call $minus_one) (i64.const 1))",
     out_of_bounds},
    {"store in the middle of nowhere", "(f64.store (i32.const 0x80000000) (f64.const 1))",
     out_of_bounds},
    {"fill", "(memory.fill (i32.const 65535) (i32.const 1) (i32.const 2))", out_of_bounds},
    {"fill of nothing past the end", "(memory.fill (i32.const 65537) (i32.const 1) (i32.const 0))",
     out_of_bounds},
    {"copy to outside", "(memory.copy (i32.const 65535) (i32.const 0) (i32.const 2))",
     out_of_bounds},
    {"copy from outside", "(memory.copy (i32.const 0) (i32.const -1) (i32.const 2))",
     out_of_bounds},
    {"data past its segment", "(memory.init $bytes (i32.const 0) (i32.const 1) (i32.const 3))",
     out_of_bounds},
    {"dropped data",
     "(data.drop $bytes) (memory.init $bytes (i32.const 0) (i32.const 0) (i32.const 1))",
     out_of_bounds},
    {"element outside of a table", "(drop (table.get $spare (i32.const 2)))", out_of_bounds},
    {"setting an element outside of a table", "(table.set $spare (i32.const 2) (ref.null func))",
     out_of_bounds},
    {"filling a table past its end",
     "(table.fill $spare (i32.const 1) (ref.null func) (i32.const 2))", out_of_bounds},

    {"division by zero", "(call $use (i32.div_u (i32.const 1) (call $zero)))", by_zero},
    {"remainder by zero", "(call $use (i32.rem_s (i32.const 1) (call $zero)))", by_zero},
    {"division that overflows", "(call $use (i32.div_s (i32.const 0x80000000) (call $minus_one)))",
     overflow},
    {"division of 64 bits that overflows",
     "(call $use (i32.wrap_i64 (i64.div_s (i64.const 0x8000000000000000) (i64.extend_i32_s (call "
     "$minus_one)))))",
     overflow},
    {"remainder that would overflow",
     "(call $use (i32.rem_s (i32.const 0x80000000) (call $minus_one)))", 0},
    {"no number as integer", "(call $use (i32.trunc_f64_s (f64.const nan)))", conversion},
    {"too large for an integer", "(call $use (i32.trunc_f32_u (f32.const 4294967296)))", overflow},
    {"too large, saturating", "(call $use (i32.trunc_sat_f64_s (f64.const inf)))", 0},

    {"call of another type", "(drop (call_indirect $calls (result i32) (i32.const 0)))",
     indirect_call},
    {"call of nothing", "(call_indirect $spare (i32.const 0))", indirect_call},
    {"call outside of the table", "(call_indirect $calls (call $minus_one))", indirect_call},

    {"endless recursion", "(call $use (call $deeper (i32.const 0)))", stack_overflow},
    {"endless recursion with large frames", "(call $use (call $wide (i32.const 0)))",
     stack_overflow},

    {"growing to the module's own maximum",
     "(if (i32.ne (memory.grow (i32.const 1999)) (i32.const 1)) (then unreachable)) "
     "(i32.store (i32.const 131071996) (i32.const 1))",
     0},
    {"growing beyond it, and accepting that",
     "(if (i32.ne (memory.grow (i32.const 2000)) (i32.const -1)) (then unreachable))", 0},
    {"growing beyond it, and giving up",
     "(if (i32.eq (memory.grow (i32.const 2000)) (i32.const -1)) (then unreachable))",
     bad_unreachable},
    {"growing beyond it, and failing",
     "(drop (memory.grow (i32.const -1))) (call $proc_exit (i32.const 1))", 1},
    {"growing a table beyond its maximum, and giving up",
     "(if (i32.eq (table.grow $spare (ref.null func) (i32.const 2)) (i32.const -1)) (then "
     "unreachable))",
     bad_unreachable},
    {"growing a table",
     "(if (i32.ne (table.grow $spare (ref.null func) (i32.const 1)) (i32.const 2)) (then "
     "unreachable)) (if (i32.ne (table.size $spare) (i32.const 3)) (then unreachable))",
     0},
};

// wide_function: recursion that keeps more than two pages alive in each frame.
std::string wide_function() {
  constexpr int locals = 1200;
  std::string before;
  std::string after;
  std::string declared;
  for (int i = 1; i <= locals; ++i) {
    const std::string n = std::to_string(i);
    const std::string at = std::to_string(i * 8);
    declared += " i64";
    before += "(local.set " + n + " (i64.load offset=" + at + " (local.get 0)))\n";
    after += "(i64.store offset=" + at + " (local.get 0) (local.get " + n + "))\n";
  }
  return "(func $wide (param i32) (result i32) (local" + declared + ")\n" + before +
         "(i32.store (i32.const 0) (call $wide (i32.add (local.get 0) (i32.const 8))))\n" + after +
         "(i32.const 1))\n";
}

// The module of all cases: it runs the one whose number is the number of its arguments.
std::string module_of_cases() {
  std::string text = R"((module
    (import "wasi_snapshot_preview1" "args_sizes_get"
      (func $args_sizes_get (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 1 2000)
    (data $bytes "abc")
    (table $spare 2 3 funcref)
    (global $sink (mut i32) (i32.const 0))
    (func $use (param i32) (i32.store (i32.const 16) (local.get 0)))
    (func $zero (result i32) (i32.load (i32.const 32)))
    (func $minus_one (result i32) (i32.sub (call $zero) (i32.const 1)))
    (func $deeper (param i32) (result i32)
      (i32.store (i32.const 24) (call $deeper (i32.add (local.get 0) (i32.const 1))))
      (i32.load (i32.const 24)))
  )";
  text += wide_function();
  std::string elements;
  for (const Case& item : cases) {
    const std::string name = " $case" + std::to_string(&item - cases);
    text += "(func" + name + " " + item.body + ")\n";
    elements += name;
  }
  const std::string count = std::to_string(std::size(cases));
  return text + "(table $calls " + count + " funcref)\n(elem (table $calls) (i32.const 0) func" +
         elements + R"()
    (func (export "_start")
      (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
      (call_indirect $calls (i32.sub (i32.load (i32.const 0)) (i32.const 1))))))";
}

using Traps = RunsModules;

TEST_F(Traps, HaveTheirStatus) {
  const std::string program = build(module_of_cases());
  size_t number = 0;
  for (const Case& item : cases) EXPECT_EQ(status(program, ++number), item.status) << item.what;
}

}  // namespace
}  // namespace anchorhold::wasi
