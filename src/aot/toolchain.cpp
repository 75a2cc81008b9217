#include "aot/toolchain.h"

#include <filesystem>

namespace anchorhold::aot {
namespace {

namespace fs = std::filesystem;

Status find_program(const std::string& path, const char* package) {
  std::error_code ignored;
  if (fs::exists(path, ignored)) return {};
  return Error{Code::not_found, path, "needed to compile a WebAssembly module, and not installed"}
      .advise(std::string("install the Debian package ") + package);
}

}  // namespace

Result<Toolchain> find_toolchain(const std::string& program_folder) {
#if !defined(__x86_64__)
  return Error{Code::unsupported, "WebAssembly modules", "are compiled on and for x86-64 only"};
#endif
  Toolchain tools;
  AH_TRY(find_program(tools.wasm2c, "wabt"));
  AH_TRY(find_program(tools.clang, "clang-19"));
  AH_TRY(find_program(tools.linker, "lld-19"));
  const fs::path folder = program_folder;
  std::error_code ignored;
  for (const fs::path& candidate :
       {folder / "wasi", folder.parent_path() / "libexec" / "anchorhold" / "wasi"}) {
    if (!fs::exists(candidate / kRunnerFiles[0], ignored)) continue;
    tools.runner = candidate.string();
    return tools;
  }
  return Error{Code::not_found, kRunnerFiles[0],
               "the runner of WebAssembly modules is not installed beside this program"}
      .want((folder / "wasi" / kRunnerFiles[0]).string())
      .advise("build all of it with `./dev build`, or install it with `./dev install DIR`");
}

}  // namespace anchorhold::aot
