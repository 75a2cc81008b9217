#pragma once
// Types as they stand in the binary format (core specification 2.0, section 5.3).

#include "wasm/cursor.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

// value_type_of: the type that `byte`, read at `offset`, stands for; types of extensions are
// refused by the extension's name.
Result<ValueType> value_type_of(const Cursor& cursor, uint8_t byte, size_t offset);
Result<ValueType> read_value_type(Cursor& cursor);
// read_reference_type: funcref or externref.
Result<ValueType> read_reference_type(Cursor& cursor);
Result<FunctionType> read_function_type(Cursor& cursor);

// read_table_type: at most max_table_size elements.
Result<Table> read_table_type(Cursor& cursor);
// read_memory_type: at most 65536 pages, not shared.
Result<Limits> read_memory_type(Cursor& cursor);
Result<Global> read_global_type(Cursor& cursor);

// is_reference: funcref or externref.
bool is_reference(ValueType type);

}  // namespace anchorhold::wasm
