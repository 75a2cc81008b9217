#pragma once
// The sections of a module (core specification 2.0, section 5.5). Each reader takes a cursor of its
// section's content, and adds what it says to `module`, which holds what the sections before said.

#include "wasm/cursor.h"
#include "wasm/module.h"

namespace anchorhold::wasm {

Status read_type_section(Cursor& cursor, Module& module);
Status read_import_section(Cursor& cursor, Module& module);
Status read_function_section(Cursor& cursor, Module& module);
Status read_table_section(Cursor& cursor, Module& module);
Status read_memory_section(Cursor& cursor, Module& module);
Status read_tag_section(Cursor& cursor, Module& module);  // always refused
Status read_global_section(Cursor& cursor, Module& module);
Status read_export_section(Cursor& cursor, Module& module);
Status read_start_section(Cursor& cursor, Module& module);
Status read_element_section(Cursor& cursor, Module& module);
Status read_data_count_section(Cursor& cursor, Module& module);
Status read_code_section(Cursor& cursor, Module& module);
Status read_data_section(Cursor& cursor, Module& module);
// read_custom_section: its name; what compilers mark as not yet linked is refused.
Status read_custom_section(Cursor& cursor, Module& module);

}  // namespace anchorhold::wasm
