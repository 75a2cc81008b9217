// Bytes as modules of WebAssembly. What is accepted declares only what is there: every index that
// the module keeps has something behind it, and custom sections do not change what it is.
#include "check.h"
#include "testkit/forged_wasm.h"
#include "wasm/bounds.h"
#include "wasm/command.h"
#include "wasm/inspect.h"

using namespace anchorhold;

namespace {

size_t kinds_size(const wasm::Module& module, wasm::ExternalKind kind) {
  switch (kind) {
    case wasm::ExternalKind::function:
      return module.functions.size();
    case wasm::ExternalKind::table:
      return module.tables.size();
    case wasm::ExternalKind::memory:
      return module.memory ? 1 : 0;
    case wasm::ExternalKind::global:
      break;
  }
  return module.globals.size();
}

void check_module(const wasm::Module& module) {
  for (const uint32_t type : module.functions) fuzz::check(type < module.types.size());
  for (size_t i = 0; i < module.imports.size(); ++i) {
    fuzz::check(module.imports[i].type == module.function_type(static_cast<uint32_t>(i)));
  }
  for (const wasm::Export& each : module.exports) {
    fuzz::check(each.index < kinds_size(module, each.kind));
    fuzz::check(module.find_export(each.name) == &each);
  }
  if (module.start) fuzz::check(module.function_type(*module.start) == wasm::FunctionType{});
  if (module.data_count) fuzz::check(*module.data_count == module.data_segments);
  if (!wasm::check_command("module", module).ok()) return;
  const wasm::Export* start = module.find_export("_start");
  fuzz::check(start != nullptr && start->kind == wasm::ExternalKind::function);
  fuzz::check(module.memory && module.memory->initial <= wasm::max_initial_pages);
}

// The same module with a custom section before the first of its sections.
Bytes with_note(ByteView module) {
  const Bytes preamble = testkit::wasm::preamble();
  return testkit::wasm::join({preamble, testkit::wasm::custom_section("note", Bytes{1, 2, 3}),
                              copy_of(module.subspan(preamble.size()))});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto module = wasm::inspect("module", bytes);
  if (!module.ok()) {
    fuzz::check(module.error().code != Code::internal);
    return 0;
  }
  check_module(*module);
  const auto noted = wasm::inspect("module", with_note(bytes));
  if (module->custom_sections.size() == wasm::max_custom_sections) return 0;
  fuzz::check(noted.ok() && noted->functions == module->functions);
  fuzz::check(noted->custom_sections.size() == module->custom_sections.size() + 1);
  return 0;
}
