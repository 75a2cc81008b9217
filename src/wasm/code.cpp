// The code section (core specification 2.0, section 5.5.13).

#include "wasm/body.h"
#include "wasm/bounds.h"
#include "wasm/sections.h"

namespace anchorhold::wasm {

Status read_code_section(Cursor& cursor, Module& module) {
  const size_t start = cursor.offset();
  const size_t imported = module.imports.size();
  const size_t declared = module.functions.size() - imported;
  AH_ASSIGN(const uint32_t count, cursor.u32());
  if (count != declared) {
    return cursor.error("another number of bodies than of functions", start)
        .want(std::to_string(declared))
        .saw(std::to_string(count));
  }
  for (size_t function = imported; function < module.functions.size(); ++function) {
    const std::string name = "function " + std::to_string(function);
    const size_t body = cursor.offset();
    AH_ASSIGN(const uint32_t size, cursor.u32());
    if (size > max_body_size) {
      return cursor.limit("too large a function", body)
          .want("at most " + std::to_string(max_body_size) + " bytes")
          .saw(std::to_string(size));
    }
    AH_ASSIGN(Cursor part, cursor.part(name, size));
    const FunctionType& type = module.types[module.functions[function]];
    AH_TRY(Body(part, module, type).read());
  }
  return {};
}

}  // namespace anchorhold::wasm
