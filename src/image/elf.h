#pragma once
// What the build must know of a program: for which processor it is, and whether it needs a loader.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::image {

struct Program {
  std::string architecture;  // as OCI names it: "amd64", "arm64", …
  std::string interpreter;   // the loader that a dynamic program names; empty for a static one
};

// is_elf: whether the bytes begin as an ELF file does.
bool is_elf(ByteView bytes);

// parse_program: the headers of a 64-bit little-endian Linux executable. Only looked at while
// building: the kernel reads the file anew.
Result<Program> parse_program(std::string_view object, ByteView bytes);

}  // namespace anchorhold::image
