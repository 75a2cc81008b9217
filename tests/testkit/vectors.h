#pragma once
// Where the external test vectors are. They are not part of this project: a test that needs them
// skips without.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "base/bytes.h"

// The build gives each test program the folder to look in.
#ifndef ANCHORHOLD_VECTORS_DEFAULT
#define ANCHORHOLD_VECTORS_DEFAULT ""
#endif

namespace anchorhold::testkit {

// vectors_dir: the folder named by ANCHORHOLD_VECTORS, else the build's; nullopt when it does not
// exist.
inline std::optional<std::filesystem::path> vectors_dir(
    const char* otherwise = ANCHORHOLD_VECTORS_DEFAULT) {
  const char* named = std::getenv("ANCHORHOLD_VECTORS");
  const std::filesystem::path folder = named != nullptr ? named : otherwise;
  if (!std::filesystem::is_directory(folder)) return std::nullopt;
  return folder;
}

inline constexpr const char* kNoVectors =
    "external vectors are absent; set ANCHORHOLD_VECTORS to their folder";

// read_text, read_bytes: a whole vector file; empty when there is none.
inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
inline Bytes read_bytes(const std::filesystem::path& path) {
  return copy_of(bytes_of(read_text(path)));
}

}  // namespace anchorhold::testkit
