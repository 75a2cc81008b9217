#include "wasm/opcodes.h"

#include <array>

namespace anchorhold::wasm {
namespace {

using OpcodeTable = std::array<Opcode, 256>;

constexpr void put(OpcodeTable& table, unsigned first, unsigned last, Form form,
                   std::string_view operands = "", std::string_view results = "") {
  for (unsigned byte = first; byte <= last; ++byte) table[byte] = {form, operands, results};
}

constexpr void refuse(OpcodeTable& table, unsigned first, unsigned last, Feature feature) {
  for (unsigned byte = first; byte <= last; ++byte) {
    table[byte] = {.form = Form::refused, .feature = feature};
  }
}

// Section 5.4.1.
constexpr void put_control(OpcodeTable& table) {
  put(table, 0x00, 0x00, Form::unreachable);
  put(table, 0x01, 0x01, Form::plain);  // nop
  put(table, 0x02, 0x02, Form::block);
  put(table, 0x03, 0x03, Form::loop);
  put(table, 0x04, 0x04, Form::if_then);
  put(table, 0x05, 0x05, Form::if_else);
  refuse(table, 0x06, 0x0a, Feature::exceptions);  // try, catch, throw, rethrow, throw_ref
  put(table, 0x0b, 0x0b, Form::end);
  put(table, 0x0c, 0x0c, Form::branch);
  put(table, 0x0d, 0x0d, Form::branch_if);
  put(table, 0x0e, 0x0e, Form::branch_table);
  put(table, 0x0f, 0x0f, Form::leave);
  put(table, 0x10, 0x10, Form::call);
  put(table, 0x11, 0x11, Form::call_indirect);
  refuse(table, 0x12, 0x13, Feature::tail_calls);           // return_call, return_call_indirect
  refuse(table, 0x14, 0x14, Feature::function_references);  // call_ref
  refuse(table, 0x15, 0x15, Feature::tail_calls);           // return_call_ref
  refuse(table, 0x18, 0x19, Feature::exceptions);           // delegate, catch_all
  refuse(table, 0x1f, 0x1f, Feature::exceptions);           // try_table
}

// Sections 5.4.2 to 5.4.5, and what extensions put behind the references.
constexpr void put_values(OpcodeTable& table) {
  put(table, 0x1a, 0x1a, Form::drop);
  put(table, 0x1b, 0x1b, Form::select);
  put(table, 0x1c, 0x1c, Form::select_typed);
  put(table, 0x20, 0x20, Form::local_get);
  put(table, 0x21, 0x21, Form::local_set);
  put(table, 0x22, 0x22, Form::local_tee);
  put(table, 0x23, 0x23, Form::global_get);
  put(table, 0x24, 0x24, Form::global_set);
  put(table, 0x25, 0x25, Form::table_get);
  put(table, 0x26, 0x26, Form::table_set);
  put(table, 0xd0, 0xd0, Form::null_reference);
  put(table, 0xd1, 0xd1, Form::is_null);
  put(table, 0xd2, 0xd2, Form::function_reference);
  refuse(table, 0xd3, 0xd3, Feature::garbage_collection);   // ref.eq
  refuse(table, 0xd4, 0xd6, Feature::function_references);  // ref.as_non_null, br_on_null, …
  refuse(table, 0xe0, 0xe6, Feature::stack_switching);
}

struct Access {
  std::string_view operands;
  std::string_view results;
  uint8_t alignment;
};

// Section 5.4.6. An access that is aligned beyond its size is invalid.
constexpr void put_memory(OpcodeTable& table) {
  constexpr std::array<Access, 23> accesses = {{
      {"i", "i", 2}, {"i", "I", 3}, {"i", "f", 2}, {"i", "d", 3},  // load of each type
      {"i", "i", 0}, {"i", "i", 0}, {"i", "i", 1}, {"i", "i", 1},  // i32.load8_s … i32.load16_u
      {"i", "I", 0}, {"i", "I", 0}, {"i", "I", 1}, {"i", "I", 1},  // i64.load8_s … i64.load16_u
      {"i", "I", 2}, {"i", "I", 2},                                // i64.load32_s, _u
      {"ii", "", 2}, {"iI", "", 3}, {"if", "", 2}, {"id", "", 3},  // store of each type
      {"ii", "", 0}, {"ii", "", 1},                                // i32.store8, 16
      {"iI", "", 0}, {"iI", "", 1}, {"iI", "", 2},                 // i64.store8, 16, 32
  }};
  for (unsigned i = 0; i < accesses.size(); ++i) {
    const Access& each = accesses[i];
    table[0x28 + i] = {Form::access, each.operands, each.results, each.alignment};
  }
  put(table, 0x3f, 0x3f, Form::memory, "", "i");   // memory.size
  put(table, 0x40, 0x40, Form::memory, "i", "i");  // memory.grow
}

// Section 5.4.7, in its order.
constexpr void put_numeric(OpcodeTable& table) {
  put(table, 0x41, 0x41, Form::i32, "", "i");
  put(table, 0x42, 0x42, Form::i64, "", "I");
  put(table, 0x43, 0x43, Form::bytes4, "", "f");
  put(table, 0x44, 0x44, Form::bytes8, "", "d");
  put(table, 0x45, 0x45, Form::plain, "i", "i");  // comparisons
  put(table, 0x46, 0x4f, Form::plain, "ii", "i");
  put(table, 0x50, 0x50, Form::plain, "I", "i");
  put(table, 0x51, 0x5a, Form::plain, "II", "i");
  put(table, 0x5b, 0x60, Form::plain, "ff", "i");
  put(table, 0x61, 0x66, Form::plain, "dd", "i");
  put(table, 0x67, 0x69, Form::plain, "i", "i");  // arithmetic
  put(table, 0x6a, 0x78, Form::plain, "ii", "i");
  put(table, 0x79, 0x7b, Form::plain, "I", "I");
  put(table, 0x7c, 0x8a, Form::plain, "II", "I");
  put(table, 0x8b, 0x91, Form::plain, "f", "f");
  put(table, 0x92, 0x98, Form::plain, "ff", "f");
  put(table, 0x99, 0x9f, Form::plain, "d", "d");
  put(table, 0xa0, 0xa6, Form::plain, "dd", "d");
  put(table, 0xa7, 0xa7, Form::plain, "I", "i");  // conversions
  put(table, 0xa8, 0xa9, Form::plain, "f", "i");
  put(table, 0xaa, 0xab, Form::plain, "d", "i");
  put(table, 0xac, 0xad, Form::plain, "i", "I");
  put(table, 0xae, 0xaf, Form::plain, "f", "I");
  put(table, 0xb0, 0xb1, Form::plain, "d", "I");
  put(table, 0xb2, 0xb3, Form::plain, "i", "f");
  put(table, 0xb4, 0xb5, Form::plain, "I", "f");
  put(table, 0xb6, 0xb6, Form::plain, "d", "f");
  put(table, 0xb7, 0xb8, Form::plain, "i", "d");
  put(table, 0xb9, 0xba, Form::plain, "I", "d");
  put(table, 0xbb, 0xbb, Form::plain, "f", "d");
  put(table, 0xbc, 0xbc, Form::plain, "f", "i");  // reinterpretations
  put(table, 0xbd, 0xbd, Form::plain, "d", "I");
  put(table, 0xbe, 0xbe, Form::plain, "i", "f");
  put(table, 0xbf, 0xbf, Form::plain, "I", "d");
  put(table, 0xc0, 0xc1, Form::plain, "i", "i");  // sign extensions
  put(table, 0xc2, 0xc4, Form::plain, "I", "I");
}

constexpr OpcodeTable opcode_table() {
  OpcodeTable table{};
  put_control(table);
  put_values(table);
  put_memory(table);
  put_numeric(table);
  refuse(table, 0xfb, 0xfb, Feature::garbage_collection);
  put(table, 0xfc, 0xfc, Form::prefix);
  refuse(table, 0xfd, 0xfd, Feature::simd);
  refuse(table, 0xfe, 0xfe, Feature::threads);
  return table;
}

constexpr OpcodeTable opcodes = opcode_table();

// Behind 0xfc: saturating conversions, bulk memory, tables, and what extensions add.
constexpr std::array<Opcode, 23> prefixed_opcodes = {{
    {Form::plain, "f", "i"},
    {Form::plain, "f", "i"},
    {Form::plain, "d", "i"},
    {Form::plain, "d", "i"},
    {Form::plain, "f", "I"},
    {Form::plain, "f", "I"},
    {Form::plain, "d", "I"},
    {Form::plain, "d", "I"},
    {Form::memory_init, "iii"},
    {Form::data},
    {Form::memory_copy, "iii"},
    {Form::memory, "iii"},  // memory.fill
    {Form::table_init, "iii"},
    {Form::element},
    {Form::table_copy, "iii"},
    {Form::table_grow},
    {Form::table_size, "", "i"},
    {Form::table_fill},
    {.form = Form::refused, .feature = Feature::memory_control},
    {.form = Form::refused, .feature = Feature::wide_arithmetic},
    {.form = Form::refused, .feature = Feature::wide_arithmetic},
    {.form = Form::refused, .feature = Feature::wide_arithmetic},
    {.form = Form::refused, .feature = Feature::wide_arithmetic},
}};
constexpr Opcode unknown_opcode = {};

}  // namespace

const Opcode& opcode(uint8_t byte) {
  return opcodes[byte];
}

const Opcode& prefixed_opcode(uint32_t number) {
  return number < prefixed_opcodes.size() ? prefixed_opcodes[number] : unknown_opcode;
}

}  // namespace anchorhold::wasm
