#pragma once
// The rules for the names in manifests and contracts, and for the paths in an image.

#include <string>
#include <string_view>

#include "base/result.h"

namespace anchorhold::image {

inline constexpr size_t max_name = 64;
inline constexpr size_t max_path = 4095;
inline constexpr size_t max_path_component = 255;

// check_name: an input's or output's name becomes a file name inside the enclave: 1 to 64 of a-z,
// 0-9, '-', '_' and '.', beginning with a letter or digit. Anything else is malformed, naming
// `object`.
Status check_name(std::string_view object, std::string_view name);

// check_path: a path relative to the image's root in its only form: components joined by single
// '/', none of them
// "", "." or "..", valid UTF-8 without control characters, and no OCI whiteout prefix (".wh.").
Status check_path(std::string_view object, std::string_view path);

// clean_path: the only form of a path as foreign archives write it: leading "./" and one trailing
// '/' are dropped; "" means the root itself. Absolute paths and ".." are refused, never repaired.
// Whiteout names pass: the caller reads them.
Result<std::string> clean_path(std::string_view object, std::string_view raw);

// check_target: the target of a symbolic link: any text of 1 to 4095 bytes, UTF-8 without control
// characters. It may lead anywhere: whoever follows it does so inside the image's root.
Status check_target(std::string_view object, std::string_view target);

// printable: `text` with control characters and invalid UTF-8 made visible, for error messages
// about hostile names.
std::string printable(std::string_view text);

// parent_path: "a/b" for "a/b/c"; "" for "a".
std::string_view parent_path(std::string_view path);

}  // namespace anchorhold::image
