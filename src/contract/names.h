#pragma once
// The rules for names and short texts. Names become file names inside the enclave, so nothing
// path-like passes.

#include <string_view>

#include "base/printable.h"
#include "base/result.h"

namespace anchorhold::contract {

// check_name: 1 to 64 of A–Z a–z 0–9 . _ -, beginning with a letter or digit, without "..".
// `object` says whose.
Status check_name(std::string_view object, std::string_view name);

// check_text: 1 to `max_bytes` bytes of UTF-8 for people, without control characters (they could
// rewrite what a signer reads on a terminal).
Status check_text(std::string_view object, std::string_view text, size_t max_bytes);

// check_file_name: a relative path that stays in the folder of the file that names it.
Status check_file_name(std::string_view object, std::string_view name);

}  // namespace anchorhold::contract
