#pragma once
// UTF-16LE, as firmware writes text.

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::eventlog {

// utf16_text: the text in UTF-8, up to the first NUL. Refuses odd sizes and lone surrogates.
Result<std::string> utf16_text(std::string_view object, ByteView bytes);

// ascii_text: the bytes up to the first NUL when they are printable ASCII, tabs or line ends; else
// nothing.
std::string ascii_text(ByteView bytes);

}  // namespace anchorhold::eventlog
