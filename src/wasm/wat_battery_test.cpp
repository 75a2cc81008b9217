#include "wasm/wat_battery_test.h"

#include <sstream>
#include <string_view>

namespace anchorhold::wasm {
namespace {

// The operator that each word names, once on operands of zero: "i32.add" of "add".
std::string applied(std::string_view prefix, std::string_view words, size_t operands,
                    std::string_view operand) {
  std::istringstream list{std::string(words)};
  std::string out;
  for (std::string word; list >> word;) {
    out += "(drop (" + std::string(prefix) + word;
    for (size_t i = 0; i < operands; ++i) {
      out += " (" + std::string(operand) + ".const 0)";
    }
    out += "))\n";
  }
  return out;
}

std::string numeric_instructions() {
  const std::string_view unary_integer = "clz ctz popcnt eqz extend8_s extend16_s";
  const std::string_view binary_integer =
      "add sub mul div_s div_u rem_s rem_u and or xor shl shr_s shr_u rotl rotr eq ne lt_s lt_u "
      "gt_s gt_u le_s le_u ge_s ge_u";
  const std::string_view unary_float = "abs neg ceil floor trunc nearest sqrt";
  const std::string_view binary_float = "add sub mul div min max copysign eq ne lt gt le ge";
  std::string out;
  for (const std::string type : {"i32", "i64"}) {
    out += applied(type + ".", unary_integer, 1, type);
    out += applied(type + ".", binary_integer, 2, type);
    out += applied(type + ".", "trunc_f32_s trunc_f32_u trunc_sat_f32_s trunc_sat_f32_u", 1, "f32");
    out += applied(type + ".", "trunc_f64_s trunc_f64_u trunc_sat_f64_s trunc_sat_f64_u", 1, "f64");
  }
  for (const std::string type : {"f32", "f64"}) {
    out += applied(type + ".", unary_float, 1, type);
    out += applied(type + ".", binary_float, 2, type);
    out += applied(type + ".", "convert_i32_s convert_i32_u", 1, "i32");
    out += applied(type + ".", "convert_i64_s convert_i64_u", 1, "i64");
  }
  out += applied("", "i32.wrap_i64 i64.extend32_s f64.reinterpret_i64", 1, "i64");
  out += applied("", "i64.extend_i32_s i64.extend_i32_u f32.reinterpret_i32", 1, "i32");
  out += applied("", "f64.promote_f32 i32.reinterpret_f32", 1, "f32");
  return out + applied("", "f32.demote_f64 i64.reinterpret_f64", 1, "f64");
}

std::string memory_instructions() {
  std::string out = applied(
      "",
      "i32.load i64.load f32.load f64.load i32.load8_s i32.load8_u i32.load16_s i32.load16_u "
      "i64.load8_s i64.load8_u i64.load16_s i64.load16_u i64.load32_s i64.load32_u memory.grow",
      1, "i32");
  std::istringstream stores(
      "i32.store i32.store8 i32.store16 i64.store i64.store8 i64.store16 i64.store32 f32.store "
      "f64.store");
  for (std::string store; stores >> store;) {
    out += "(" + store + " offset=8 (i32.const 0) (" + store.substr(0, 3) + ".const 0))\n";
  }
  return out + R"(
    (drop (memory.size))
    (memory.init $bytes (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop $bytes)
    (memory.copy (i32.const 0) (i32.const 0) (i32.const 0))
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))
    (drop (i64.load offset=4294967295 align=1 (i32.const 0))))";
}

constexpr std::string_view table_instructions = R"(
    (table.init $calls $later (i32.const 0) (i32.const 0) (i32.const 0)) (elem.drop $later)
    (table.copy $calls $calls (i32.const 0) (i32.const 0) (i32.const 0))
    (table.set $calls (i32.const 0) (ref.func $other))
    (table.set $handles (i32.const 0) (table.get $handles (i32.const 1)))
    (drop (table.grow $calls (ref.null func) (i32.const 1))) (drop (table.size $handles))
    (table.fill $handles (i32.const 0) (ref.null extern) (i32.const 1))
    (drop (ref.is_null (global.get $callee))) (global.set $callee (ref.func $other))
    (drop (select (result externref) (ref.null extern) (local.get $handle) (i32.const 1)))
    (drop (call_indirect $calls (type $unary) (i32.const 1) (i32.const 0))))";

constexpr std::string_view control_instructions = R"(
    nop (block (br 0)) (block (br_if 0 (i32.const 1))) (loop)
    (if (i32.const 0) (then nop) (else nop))
    (drop (if (result i32) (i32.const 0) (then (i32.const 1)) (else (i32.const 2))))
    (i32.const 3) (i32.const 4) (block (param i32 i32) (result i32) i32.add) drop
    (i32.const 3) (loop (param i32) (result i32)) drop
    (block $out (block $in (br_table $in $out $in (i32.const 0))))
    (block (drop (i32.add (br 0) (i32.const 1))))
    (drop (call $other (i32.const 0))) (call $pair) drop drop
    (drop (select (i32.const 1) (i32.const 2) (i32.const 0)))
    (drop (select (f64.const 1) (f64.const 2) (i32.const 0)))
    (drop (select (result i64) (i64.const 1) (i64.const 2) (i32.const 0)))
    (local.set $i (local.tee $i (local.get $i))) (global.set $counter (global.get $counter))
    (block (result i32) (br 0 (i32.const 1))) drop
    (block unreachable i64.add drop) return (drop (f32.neg)) unreachable)";

std::string command_text(std::string_view instructions, std::string_view declarations = "") {
  return "(module (type $unary (func (param i32) (result i32)))\n"
         "(import \"wasi_snapshot_preview1\" \"proc_exit\" (func (param i32)))\n"
         "(memory (export \"memory\") 1 2)\n" +
         std::string(declarations) +
         "(func $other (param i32) (result i32) (local.get 0))\n"
         "(func $pair (result i32 i64) (i32.const 1) (i64.const 2))\n"
         "(func (export \"_start\") (local $i i32) (local $handle externref)\n" +
         std::string(instructions) + "))";
}

constexpr std::string_view all_declarations = R"(
    (table $calls 2 8 funcref) (table $handles 2 externref)
    (global $counter (mut i32) (i32.const -5)) (global $callee (mut funcref) (ref.func $other))
    (global i64 (i64.const -9223372036854775808)) (global f32 (f32.const nan))
    (global f64 (f64.const -inf)) (global externref (ref.null extern))
    (elem (table $calls) (i32.const 0) func $other $pair)
    (elem (table $handles) (i32.const 1) externref (ref.null extern))
    (elem $later func $other) (elem declare func $other)
    (elem funcref (ref.func $other) (ref.null func))
    (elem (table $calls) (i32.const 1) funcref (ref.func $other))
    (data (i32.const 8) "here") (data $bytes "later") (data "")
    (start $begin) (func $begin)
    (export "calls" (table $calls)) (export "counter" (global $counter))
    (export "\c3\a4" (func $other)))";

}  // namespace

std::vector<WatText> supported_texts() {
  return {
      {"nothing", "(module)"},
      {"numeric", command_text(numeric_instructions())},
      {"memory", command_text(memory_instructions(), all_declarations)},
      {"tables", command_text(table_instructions, all_declarations)},
      {"control", command_text(control_instructions, all_declarations)},
      {"whole memory", R"((module (memory 65536 65536) (table 0 4294967295 funcref)))"},
  };
}

std::vector<ExtensionText> extension_texts() {
  return {
      {"SIMD (vector instructions)", "(module (func (drop (v128.const i32x4 1 2 3 4))))"},
      {"SIMD (vector instructions)", "(module (func (param v128)))"},
      {"SIMD (vector instructions)",
       "(module (func (param i32) (result i32) (i8x16.bitmask (i8x16.splat (local.get 0)))))"},
      {"relaxed SIMD",
       "(module (func (drop (i8x16.relaxed_swizzle (unreachable) (unreachable)))))"},
      {"threads (shared memory, atomics)", "(module (memory 1 1 shared))"},
      {"threads (shared memory, atomics)",
       "(module (import \"env\" \"memory\" (memory 1 1 shared)))"},
      {"threads (shared memory, atomics)",
       "(module (memory 1) (func (drop (i32.atomic.load (i32.const 0)))))"},
      {"64-bit memory (memory64)", "(module (memory i64 1))"},
      {"multiple memories", "(module (memory 1) (memory 1))"},
      {"exception handling", "(module (tag (param i32)))"},
      {"exception handling", "(module (import \"env\" \"t\" (tag (param i32))))"},
      {"exception handling", "(module (func (try (do) (catch_all))))"},
      {"tail calls", "(module (func $f (return_call $f)))"},
      {"tail calls",
       "(module (type $t (func)) (table 1 funcref) (func (return_call_indirect (type $t) "
       "(i32.const 0))))"},
      {"extended constant expressions",
       "(module (global i32 (i32.add (i32.const 1) (i32.const 2))))"},
      {"garbage collection types", "(module (type (struct (field i32))))"},
      {"garbage collection types", "(module (type (array (mut i32))))"},
      {"an imported memory", "(module (import \"env\" \"memory\" (memory 1)))"},
      {"an imported table", "(module (import \"env\" \"table\" (table 1 funcref)))"},
      {"an imported global", "(module (import \"env\" \"g\" (global i32)))"},
      {"an imported global", "(module (import \"env\" \"g\" (global (mut i32))))"},
  };
}

}  // namespace anchorhold::wasm
