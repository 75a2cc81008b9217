#include "wasm/opcodes.h"

#include <array>

namespace anchorhold::wasm {
namespace {

using OpcodeTable = std::array<Opcode, 256>;

constexpr void put(OpcodeTable& table, unsigned first, unsigned last, Immediate immediate) {
  for (unsigned byte = first; byte <= last; ++byte) table[byte] = {immediate};
}

constexpr void refuse(OpcodeTable& table, unsigned first, unsigned last, Feature feature) {
  for (unsigned byte = first; byte <= last; ++byte) {
    table[byte] = {Immediate::refused, 0, feature};
  }
}

// Section 5.4.1.
constexpr void put_control(OpcodeTable& table) {
  put(table, 0x00, 0x01, Immediate::none);  // unreachable, nop
  put(table, 0x02, 0x03, Immediate::block);
  put(table, 0x04, 0x04, Immediate::block_if);
  put(table, 0x05, 0x05, Immediate::block_else);
  refuse(table, 0x06, 0x0a, Feature::exceptions);  // try, catch, throw, rethrow, throw_ref
  put(table, 0x0b, 0x0b, Immediate::block_end);
  put(table, 0x0c, 0x0d, Immediate::label);
  put(table, 0x0e, 0x0e, Immediate::label_table);
  put(table, 0x0f, 0x0f, Immediate::none);  // return
  put(table, 0x10, 0x10, Immediate::function);
  put(table, 0x11, 0x11, Immediate::call_indirect);
  refuse(table, 0x12, 0x13, Feature::tail_calls);           // return_call, return_call_indirect
  refuse(table, 0x14, 0x14, Feature::function_references);  // call_ref
  refuse(table, 0x15, 0x15, Feature::tail_calls);           // return_call_ref
  refuse(table, 0x18, 0x19, Feature::exceptions);           // delegate, catch_all
  put(table, 0x1a, 0x1b, Immediate::none);                  // drop, select
  put(table, 0x1c, 0x1c, Immediate::value_types);
  refuse(table, 0x1f, 0x1f, Feature::exceptions);  // try_table
}

// Sections 5.4.4 and 5.4.5.
constexpr void put_variables(OpcodeTable& table) {
  put(table, 0x20, 0x22, Immediate::local);
  put(table, 0x23, 0x24, Immediate::global);
  put(table, 0x25, 0x26, Immediate::table);
}

// Section 5.4.6: loads from 0x28, stores from 0x36. An access aligned beyond its size is invalid.
constexpr void put_memory(OpcodeTable& table) {
  constexpr std::array<uint8_t, 23> alignments = {2, 3, 2, 3,  // loads of whole values
                                                  0, 0, 1, 1, 0, 0, 1, 1, 2, 2,  // of parts
                                                  2, 3, 2, 3,                    // stores of whole
                                                  0, 1, 0, 1, 2};                // of parts
  for (unsigned i = 0; i < alignments.size(); ++i) {
    table[0x28 + i] = {Immediate::access, alignments[i]};
  }
  put(table, 0x3f, 0x40, Immediate::memory);  // size, grow
}

// Section 5.4.7; the last five are the sign extensions.
constexpr void put_numeric(OpcodeTable& table) {
  put(table, 0x41, 0x41, Immediate::i32);
  put(table, 0x42, 0x42, Immediate::i64);
  put(table, 0x43, 0x43, Immediate::bytes4);
  put(table, 0x44, 0x44, Immediate::bytes8);
  put(table, 0x45, 0xc4, Immediate::none);
}

// Section 5.4.2, and what extensions put behind it.
constexpr void put_references(OpcodeTable& table) {
  put(table, 0xd0, 0xd0, Immediate::reference_type);
  put(table, 0xd1, 0xd1, Immediate::none);  // ref.is_null
  put(table, 0xd2, 0xd2, Immediate::function);
  refuse(table, 0xd3, 0xd3, Feature::garbage_collection);   // ref.eq
  refuse(table, 0xd4, 0xd6, Feature::function_references);  // ref.as_non_null, br_on_null, …
  refuse(table, 0xe0, 0xe6, Feature::stack_switching);
  refuse(table, 0xfb, 0xfb, Feature::garbage_collection);
  put(table, 0xfc, 0xfc, Immediate::prefix);
  refuse(table, 0xfd, 0xfd, Feature::simd);
  refuse(table, 0xfe, 0xfe, Feature::threads);
}

constexpr OpcodeTable opcode_table() {
  OpcodeTable table{};
  put_control(table);
  put_variables(table);
  put_memory(table);
  put_numeric(table);
  put_references(table);
  return table;
}

constexpr OpcodeTable opcodes = opcode_table();

// Sections 5.4.5 to 5.4.7: saturating truncations, bulk memory, tables.
constexpr std::array<Immediate, 18> prefixed_immediates = {
    Immediate::none,        Immediate::none,    Immediate::none,        Immediate::none,
    Immediate::none,        Immediate::none,    Immediate::none,        Immediate::none,
    Immediate::memory_init, Immediate::data,    Immediate::memory_copy, Immediate::memory,
    Immediate::table_init,  Immediate::element, Immediate::table_copy,  Immediate::table,
    Immediate::table,       Immediate::table};

}  // namespace

const Opcode& opcode(uint8_t byte) {
  return opcodes[byte];
}

Opcode prefixed_opcode(uint32_t number) {
  if (number < prefixed_immediates.size()) return {prefixed_immediates[number]};
  if (number == 0x12) return {Immediate::refused, 0, Feature::memory_control};
  if (number <= 0x16) return {Immediate::refused, 0, Feature::wide_arithmetic};
  return {};
}

}  // namespace anchorhold::wasm
