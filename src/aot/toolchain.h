#pragma once
// The programs that compile a module: Debian 12's wabt, clang and lld, and this project's runner.

#include <string>

#include "base/result.h"

namespace anchorhold::aot {

struct Toolchain {
  std::string wasm2c = "/usr/bin/wasm2c";
  std::string clang = "/usr/bin/clang-19";
  std::string linker = "/usr/bin/ld.lld-19";
  std::string runner;  // the folder of libanchorhold-wasi.a, wasm-rt.h and unit.c
};

// The files of the runner's folder.
inline constexpr const char* kRunnerFiles[] = {"libanchorhold-wasi.a", "unit.c", "wasm-rt.h"};

// find_toolchain: not_found names the Debian package to install. The runner's folder lies beside
// `program_folder`'s programs, or where an installation has it.
Result<Toolchain> find_toolchain(const std::string& program_folder);

}  // namespace anchorhold::aot
