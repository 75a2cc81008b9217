#pragma once
// What a compiled module calls goes to one Host.

#include "workload/wasm/host.h"

namespace anchorhold::wasi {

// serve: from now on the functions that the module of this process imports are those of `host`,
// which must outlive it.
void serve(Host& host);

}  // namespace anchorhold::wasi
