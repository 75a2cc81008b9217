#pragma once
// Which options of `verify` are judged for which kind of file.

#include "base/result.h"

namespace CLI {
class App;
}

namespace anchorhold::cli {

enum class FileKind : uint8_t { evidence, bundle, receipt, result };

std::string_view kind_name(FileKind kind);

// check_options: refuses an option that was given and that this kind of file would not be judged
// by: a demand that is silently dropped would be taken for one that was met. An empty value, such
// as an unset variable leaves, is refused too.
Status check_options(const CLI::App& verb, FileKind kind);

}  // namespace anchorhold::cli
