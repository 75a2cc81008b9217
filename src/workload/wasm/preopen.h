#pragma once
// What a module has open when it starts.

#include "base/result.h"
#include "os/socket.h"
#include "workload/wasm/protocol.h"
#include "workload/wasm/table.h"

namespace anchorhold::wasi {

// make_table: standard input, output and error of the process at 0 to 2; then, from 3 on, the
// inputs (served by `agent`) when the setup names a place for them, and its folders in order. A
// folder that is only for reading hands down nothing but the rights to read. Fails when a folder is
// not there.
Result<Table> make_table(const Setup& setup, os::SocketStream agent);

}  // namespace anchorhold::wasi
