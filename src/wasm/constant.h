#pragma once
// Constant expressions (core specification 2.0, section 3.3.9): the initial value of a global, the
// place and elements of a segment.

#include "wasm/cursor.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

// read_constant: one constant instruction and `end`, of type `type`. A module that is accepted
// imports no global, so that its constants are literals, null and functions.
Status read_constant(Cursor& cursor, Module& module, ValueType type);

}  // namespace anchorhold::wasm
