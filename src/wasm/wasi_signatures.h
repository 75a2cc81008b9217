#pragma once
// The functions of WASI preview 1, as a module imports them.

#include <optional>
#include <span>
#include <string_view>

#include "wasm/module.h"

namespace anchorhold::wasm {

inline constexpr std::string_view wasi_module = "wasi_snapshot_preview1";

// WasiFunction: a name and a type, one letter for each value: i for i32, I for i64.
struct WasiFunction {
  std::string_view name;
  std::string_view params;
  std::string_view results;
};

// wasi_functions: all 46, by name. Source: WebAssembly/WASI, legacy/preview1/witx
// (wasi_snapshot_preview1.witx), lowered as the canonical ABI of its time says: pointers, sizes,
// handles, flags and enumerations as i32, what has 64 bits as i64, text and lists as a pointer and
// a length, results behind trailing pointers, the errno as the result.
std::span<const WasiFunction> wasi_functions();

// wasi_function_type: the type of the function of that name, if there is one.
std::optional<FunctionType> wasi_function_type(std::string_view name);

}  // namespace anchorhold::wasm
