#pragma once
// How large and how many: far above what compilers write, and low enough that wasm2c and the C
// compiler behind it stay within the stack and memory of an ordinary machine.

#include "base/bytes.h"

namespace anchorhold::wasm {

inline constexpr size_t max_module_size = size_t{64} << 20;
inline constexpr uint32_t max_types = 100'000;
inline constexpr uint32_t max_params = 1'000;
inline constexpr uint32_t max_results = 1'000;
inline constexpr uint32_t max_imports = 1'000;
inline constexpr uint32_t max_functions = 1'000'000;
inline constexpr uint32_t max_tables = 100;
inline constexpr uint32_t max_table_size = 1'000'000;  // initial elements
inline constexpr uint32_t max_globals = 100'000;
inline constexpr uint32_t max_exports = 100'000;
inline constexpr uint32_t max_segments = 100'000;  // of elements, and again of data
inline constexpr uint32_t max_segment_elements = 1'000'000;
inline constexpr uint32_t max_locals = 50'000;       // of one function, without its parameters
inline constexpr uint32_t max_body_size = 8U << 20;  // bytes of one function
inline constexpr size_t max_operands = 100'000;      // on the stack of one function
inline constexpr uint32_t max_branch_targets = 65'536;
inline constexpr uint32_t max_name_size = 10'000;
inline constexpr size_t max_custom_sections = 1'000;
// wasm2c recurses for each open block, and a C compiler for each open brace.
inline constexpr size_t max_nesting = 5'000;

// Pages of 64 KiB that 32-bit addresses reach (section 3.2.1 of the core specification).
inline constexpr uint32_t max_memory_pages = 65'536;
// What a workload may begin with: one page less than all of them, so that the size in bytes has 32
// bits.
inline constexpr uint32_t max_initial_pages = 65'535;

}  // namespace anchorhold::wasm
