#pragma once
// Small files named on the command line, where "-" is standard input or output.

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::cli {

inline constexpr size_t kMaxDocumentBytes = 16 << 20;

// read_document: the whole file, or standard input for "-"; limit_exceeded above `limit_bytes`.
Result<Bytes> read_document(const std::string& path, size_t limit_bytes = kMaxDocumentBytes);

// write_document: replaces the file in one step, or writes to standard output for "-".
Status write_document(const std::string& path, ByteView bytes);

}  // namespace anchorhold::cli
