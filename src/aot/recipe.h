#pragma once
// Recipe: what the bytes of a compiled module depend on, so that anyone can say whether they can
// make the same ones, and if not, most likely why. The C library's headers are known by its
// archives, the compiler's own libraries by its version.

#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::aot {

struct Recipe {
  Digest256 module{};
  Digest256 program{};
  std::map<std::string, std::string> tools;               // what each says of its version
  std::map<std::string, std::vector<std::string>> flags;  // of each step
  std::map<std::string, Digest256> runner;                // the files that the module is put into
  std::map<std::string, Digest256> libraries;             // of the distribution, by file name
};

// encode_recipe: canonical JSON (RFC 8785).
std::string encode_recipe(const Recipe& recipe);

// compare_recipes: one line for each thing that differs, `theirs` before `ours`, the program apart;
// malformed when one is no recipe.
Result<std::vector<std::string>> compare_recipes(std::string_view theirs, std::string_view ours);

}  // namespace anchorhold::aot
