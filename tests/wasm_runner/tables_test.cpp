// Functions in tables, and among them those that a module imports.

#include "wasm_runner/runs_modules_test.h"

namespace anchorhold::wasi {
namespace {

using Tables = RunsModules;

TEST_F(Tables, GrowAndKeepTheirElements) {
  EXPECT_EQ(status(build(R"((module (memory (export "memory") 1) (table $t 1 funcref) (func $f)
    (elem (i32.const 0) $f)
    (func (export "_start")
      (if (i32.ne (table.grow $t (ref.func $f) (i32.const 100000)) (i32.const 1)) (then unreachable))
      (call_indirect (i32.const 0))
      (call_indirect (i32.const 100000)))))")),
            0);
}

// The imports by which the host is seen to do as it should, and a function that traps when the one
// in place `$at` of table `$t` does not: 2 arguments of "app", and a time.
constexpr std::string_view checked_imports = R"((module
  (type $sizes (func (param i32 i32) (result i32)))
  (type $time (func (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (type $sizes)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (type $time)))
  (memory (export "memory") 1)
  (func $check_sizes (param $at i32)
    (i64.store (i32.const 64) (i64.const -1))
    (if (call_indirect $t (type $sizes) (i32.const 64) (i32.const 68) (local.get $at))
      (then unreachable))
    (if (i32.ne (i32.load (i32.const 64)) (i32.const 2)) (then unreachable))
    (if (i32.ne (i32.load (i32.const 68)) (i32.const 8)) (then unreachable)))
  (func $check_time (param $at i32)
    (i64.store (i32.const 64) (i64.const 0))
    (if (call_indirect $t (type $time) (i32.const 0) (i64.const 1) (i32.const 64) (local.get $at))
      (then unreachable))
    (if (i64.lt_u (i64.load (i32.const 64)) (i64.const 1600000000000000000)) (then unreachable)))
)";

struct TableCase {
  const char* what;
  const char* fields;  // with the table $t
  const char* body;    // of _start
};

constexpr TableCase imports_in_tables[] = {
    {"an active segment",
     "(table $t 4 funcref) (elem (i32.const 1) $clock_time_get $args_sizes_get)",
     "(call $check_time (i32.const 1)) (call $check_sizes (i32.const 2))"},
    {"an active segment of expressions",
     "(table $t 4 funcref) (elem (i32.const 1) funcref (ref.func $clock_time_get) (ref.null func) "
     "(ref.func $args_sizes_get))",
     "(call $check_time (i32.const 1)) (call $check_sizes (i32.const 3))"},
    {"a passive segment",
     "(table $t 4 funcref) (elem $passive func $check_sizes $args_sizes_get $clock_time_get)",
     "(table.init $t $passive (i32.const 2) (i32.const 1) (i32.const 2))"
     "(call $check_sizes (i32.const 2)) (call $check_time (i32.const 3))"},
    {"references that are set",
     "(table $t 4 funcref) (elem declare func $args_sizes_get $clock_time_get)",
     "(table.set $t (i32.const 0) (ref.func $args_sizes_get))"
     "(table.set $t (i32.const 3) (ref.func $clock_time_get))"
     "(call $check_sizes (i32.const 0)) (call $check_time (i32.const 3))"},
    {"references that fill and grow",
     "(table $t 4 funcref) (elem declare func $args_sizes_get $clock_time_get)",
     "(table.fill $t (i32.const 1) (ref.func $args_sizes_get) (i32.const 3))"
     "(drop (table.grow $t (ref.func $clock_time_get) (i32.const 1000)))"
     "(call $check_sizes (i32.const 3)) (call $check_time (i32.const 1003))"},
    {"references that are copied",
     "(table $t 4 funcref) (table $other 2 funcref)"
     "(elem (table $other) (i32.const 0) func $args_sizes_get $clock_time_get)",
     "(table.copy $t $other (i32.const 1) (i32.const 0) (i32.const 2))"
     "(table.set $t (i32.const 0) (table.get $t (i32.const 2)))"
     "(call $check_time (i32.const 0)) (call $check_sizes (i32.const 1))"},
    {"references in globals",
     "(table $t 4 funcref) (global $first funcref (ref.func $args_sizes_get))"
     "(global $second (mut funcref) (ref.null func)) (elem declare func $clock_time_get)",
     "(global.set $second (ref.func $clock_time_get))"
     "(table.set $t (i32.const 0) (global.get $first))"
     "(table.set $t (i32.const 1) (global.get $second))"
     "(call $check_sizes (i32.const 0)) (call $check_time (i32.const 1))"},
    {"functions beside the module's own",
     "(table $t 4 funcref) (elem (i32.const 0) $args_sizes_get $own $clock_time_get)"
     "(func $own (type $sizes) (i32.store (local.get 0) (i32.const 2))"
     "(i32.store (local.get 1) (i32.const 8)) (i32.const 0))",
     "(call $check_sizes (i32.const 1)) (call $check_sizes (i32.const 0))"
     "(call $check_time (i32.const 2)) (call $check_sizes (i32.const 1))"},
};

TEST_F(Tables, HoldImportedFunctionsHoweverTheyGetThere) {
  for (const TableCase& item : imports_in_tables) {
    const std::string program = build(std::string(checked_imports) + item.fields +
                                      "(func (export \"_start\")" + item.body + "))");
    EXPECT_EQ(status(program, 2), 0) << item.what;
  }
}

TEST_F(Tables, CheckTheTypesOfImportedFunctions) {
  const std::string program =
      build(std::string(checked_imports) +
            "(table $t 2 funcref) (elem (i32.const 0) $args_sizes_get $clock_time_get)"
            "(func (export \"_start\") (call $check_sizes (i32.const 1))))");
  EXPECT_EQ(status(program, 2), status_of(Ended::trap_indirect_call));
}

TEST_F(Tables, EndTheProgramThroughAnImportedFunction) {
  EXPECT_EQ(status(build(R"((module
    (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
    (memory (export "memory") 1)
    (table 1 funcref)
    (elem (i32.const 0) $proc_exit)
    (func (export "_start") (call_indirect (param i32) (i32.const 7) (i32.const 0)))))")),
            7);
}

}  // namespace
}  // namespace anchorhold::wasi
