#pragma once
// Commands of WASI preview 1: the modules that can be workloads.

#include <string_view>

#include "base/result.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

// check_command: that `module`, which inspect read, is a command as the WASI application ABI has it
// (it exports `_start`, () -> (), and `memory`) and that all it wants from its host is WASI preview
// 1: functions of wasi_snapshot_preview1, each of its exact type. What it imports is its whole
// authority. Its memory begins with at most 65535 pages. Its exports have names of which none can
// mean anything in the C that wasm2c writes them into. Refusals are Code::unsupported and name the
// export or import.
Status check_command(std::string_view object, const Module& module);

}  // namespace anchorhold::wasm
