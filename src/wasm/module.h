#pragma once
// What a WebAssembly module declares: its types, what it wants from its host, what it offers.

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"

namespace anchorhold::wasm {

// The value types of the core specification 2.0 (section 5.3), but the vector type.
enum class ValueType : uint8_t {
  i32 = 0x7f,
  i64 = 0x7e,
  f32 = 0x7d,
  f64 = 0x7c,
  funcref = 0x70,
  externref = 0x6f,
};

// type_name: as the text format writes it.
std::string_view type_name(ValueType type);

struct FunctionType {
  std::vector<ValueType> params;
  std::vector<ValueType> results;

  bool operator==(const FunctionType&) const = default;
};

// to_string: as the text format writes it: "(i32, i64) -> (i32)".
std::string to_string(const FunctionType& type);

// Limits: of a memory in pages of 64 KiB, of a table in elements.
struct Limits {
  uint32_t initial = 0;
  std::optional<uint32_t> maximum;

  bool operator==(const Limits&) const = default;
};

struct Table {
  ValueType element = ValueType::funcref;
  Limits limits;
};

struct Global {
  ValueType type = ValueType::i32;
  bool is_mutable = false;
};

// Import: of a function; inspect refuses imports of other kinds.
struct Import {
  std::string module;
  std::string name;
  FunctionType type;
};

enum class ExternalKind : uint8_t { function, table, memory, global };

struct Export {
  std::string name;
  ExternalKind kind = ExternalKind::function;
  uint32_t index = 0;
};

struct Module {
  std::vector<FunctionType> types;
  std::vector<Import> imports;
  std::vector<uint32_t> functions;  // the index into `types` of each; the imported come first
  std::vector<Table> tables;
  std::optional<Limits> memory;
  std::vector<Global> globals;
  std::vector<Export> exports;
  std::optional<uint32_t> start;    // the function that runs before any export is called
  std::vector<ValueType> elements;  // the type of each element segment
  std::optional<uint32_t> data_count;
  uint32_t data_segments = 0;
  std::vector<bool> declared;                // by function
  std::vector<std::string> custom_sections;  // their names; the contents are not looked at

  // find_export: the export of that name, or nullptr.
  const Export* find_export(std::string_view name) const;
  // is_declared: whether a function is named outside of bodies, so that they may refer to it.
  bool is_declared(uint32_t function) const;
  void declare(uint32_t function);
  // function_type: of a function by its index, which inspect has checked wherever it stands.
  const FunctionType& function_type(uint32_t function) const { return types[functions[function]]; }
};

}  // namespace anchorhold::wasm
