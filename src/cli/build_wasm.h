#pragma once
// WebAssembly modules as images, and images held against the module in them.

#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "cli/image_input.h"

namespace anchorhold::cli {

// compile_module: the module at `path`, compiled; beside the program the image has the module and
// the recipe.
Result<ImageInput> compile_module(const std::string& path);

struct CheckedProgram {
  Digest256 image{};    // as contracts name it
  Digest256 module{};   // SHA-256 of the module
  Digest256 program{};  // of what was compiled from it
};

// check_compiled_module: compiles the module in the image at `path` again. It proves that the image
// holds this module, what this toolchain makes of it, and nothing else, byte for byte. Arguments,
// environment and limits are the manifest's own word. Denied otherwise, with what of the recipe
// differs here.
Result<CheckedProgram> check_compiled_module(const std::string& path);

}  // namespace anchorhold::cli
