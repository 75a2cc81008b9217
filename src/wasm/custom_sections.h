#pragma once
// Custom sections: names for debuggers, notes of compilers. They mean nothing to a running module.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::wasm {

// without_custom_sections: the same module with none of them, for tools that would read them. What
// inspect refuses is refused here only where it cannot be cut into sections.
Result<Bytes> without_custom_sections(ByteView module);

}  // namespace anchorhold::wasm
