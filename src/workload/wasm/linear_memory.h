#pragma once
// The linear memory of the one module of this process.

#include "base/bytes.h"

namespace anchorhold::wasi {

// linear_memory: as far as it has grown; empty before the module is instantiated.
MutableBytes linear_memory();

// reserved_bytes: of address space, for linear memory and its guard.
inline constexpr uint64_t reserved_bytes = 0x200010000;

// growth_refused: whether memory or a table was to grow and the process's limit did not let it; the
// module's own maximum does not count.
bool growth_refused();
void note_refused_growth();

// in_linear_memory: whether `address` lies in what is reserved for it.
bool in_linear_memory(uintptr_t address);

}  // namespace anchorhold::wasi
