#include "compile.h"

#include <sys/stat.h>

#include <cerrno>

#include "aot/compile.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::wasi_suite {

namespace {

constexpr size_t max_module = size_t{256} << 20;

}  // namespace

Status compile(const std::string& module, const std::string& program) {
  AH_ASSIGN(const aot::Toolchain tools, aot::find_toolchain(ANCHORHOLD_PROGRAMS));
  AH_ASSIGN(const Bytes bytes, os::read_file(module, max_module));
  AH_ASSIGN(const aot::Compiled compiled, aot::compile(module, bytes, tools));
  AH_TRY(os::write_file(program, compiled.program));
  if (::chmod(program.c_str(), 0755) != 0) return os::system_error(program, "chmod", errno);
  return {};
}

}  // namespace anchorhold::wasi_suite
