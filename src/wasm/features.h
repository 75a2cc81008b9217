#pragma once
// The extensions of WebAssembly that are refused, by the name that their users know.

#include <string>
#include <string_view>

#include "base/result.h"
#include "wasm/cursor.h"

namespace anchorhold::wasm {

enum class Feature : uint8_t {
  simd,
  relaxed_simd,
  threads,
  memory64,
  multiple_memories,
  exceptions,
  tail_calls,
  function_references,
  garbage_collection,
  extended_constants,
  stack_switching,
  wide_arithmetic,
  memory_control,
  custom_page_sizes,
  strings,
  type_imports,
  imported_memory,
  imported_table,
  imported_global,
  dynamic_linking,
  object_file,
};

// feature_name: as it stands in errors, as "SIMD (vector instructions)".
std::string_view feature_name(Feature feature);

// unsupported: the refusal, with what was seen where and which option of the compiler to leave off.
Error unsupported(Feature feature, const Cursor& cursor, std::string_view seen, size_t offset);

}  // namespace anchorhold::wasm
