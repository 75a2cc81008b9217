#pragma once
// What the JSON beside a module says of it: the form of WebAssembly/wasi-testsuite,
// doc/specification.md, and the list of operations that its later cases have.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace anchorhold::wasi_suite {

// Dir: a folder beside the module, and the name under which the module finds it.
struct Dir {
  std::string host;
  std::string guest;
};

struct Spec {
  std::vector<std::string> args;
  std::vector<std::string> env;  // "NAME=value"
  std::vector<Dir> dirs;
  std::string input;
  int exit_code = 0;
  std::optional<std::string> out;
  std::optional<std::string> err;
  bool only_beginning = false;       // `out` and `err` are what the output begins with
  std::vector<std::string> unknown;  // members that were ignored
};

// read_spec: of the module; without a JSON beside it everything has its default. unsupported when
// it needs what a module of WASI preview 1 has not.
Result<Spec> read_spec(const std::filesystem::path& module);

}  // namespace anchorhold::wasi_suite
