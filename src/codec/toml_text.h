#pragma once
// What a TOML text is made into before the TOML reader sees it.

#include <string>
#include <string_view>

#include "base/result.h"

namespace anchorhold::toml {

// plain_toml: the same TOML in ASCII: remarks cut off, and other characters in "texts" as \u
// escapes, for toml++ 3.3 has undefined behaviour on them in damaged places. Line numbers stay.
// Refused, with line and column, is what no file of ours needs: more than 1 MiB, bad UTF-8,
// characters outside ASCII anywhere else, more than 64 dots in one line outside of texts (each
// nests one table deeper, without limit), and texts of several lines. Internal to this module.
Result<std::string> plain_toml(std::string_view object, std::string_view text);

}  // namespace anchorhold::toml
