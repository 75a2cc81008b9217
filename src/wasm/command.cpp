#include "wasm/command.h"

#include <array>

#include "base/printable.h"
#include "wasm/bounds.h"
#include "wasm/wasi_signatures.h"

namespace anchorhold::wasm {
namespace {

Error not_a_command(std::string_view object, std::string message) {
  return Error{Code::unsupported, std::string(object), std::move(message)};
}

Status check_entry(std::string_view object, const Module& module) {
  const Export* entry = module.find_export("_start");
  if (entry == nullptr && module.find_export("_initialize") != nullptr) {
    return not_a_command(object, "a reactor (a library that exports _initialize), not a command")
        .want("an export _start")
        .advise(
            "give it a main function and compile without -mexec-model=reactor; rustc: "
            "--crate-type bin rather than cdylib");
  }
  if (entry == nullptr) {
    return not_a_command(object, "exports no _start: not a command")
        .want("an export _start")
        .advise("link a program with a main function for wasm32-wasi, without -nostartfiles");
  }
  if (entry->kind != ExternalKind::function) {
    return not_a_command(object, "the export _start is no function");
  }
  const FunctionType& type = module.function_type(entry->index);
  if (type == FunctionType{}) return {};
  return not_a_command(object, "the export _start has another type than a command's")
      .want(to_string(FunctionType{}))
      .saw(to_string(type));
}

Status check_memory(std::string_view object, const Module& module) {
  const Export* memory = module.find_export("memory");
  if (memory == nullptr || memory->kind != ExternalKind::memory) {
    return not_a_command(object, "exports no memory")
        .want("an export \"memory\"")
        .advise(
            "WASI functions write their results there; link for wasm32-wasi, without "
            "--no-export-memory");
  }
  if (module.memory->initial <= max_initial_pages) return {};
  return not_a_command(object, "begins with too large a memory")
      .want("at most " + std::to_string(max_initial_pages) + " pages of 64 KiB")
      .saw(std::to_string(module.memory->initial))
      .advise("link with a smaller --initial-memory; memory can grow");
}

// wasm2c writes these names into comments of its C. There a name could end the comment, or hide
// what follows, and then the program would be more than the module.
Status check_export_names(std::string_view object, const Module& module) {
  constexpr std::string_view allowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.$:@#/~-";
  for (const Export& each : module.exports) {
    if (each.name.find_first_not_of(allowed) == std::string::npos) continue;
    return not_a_command(object, "the name of an export has other characters than it may have")
        .want("letters, digits and any of _ . $ : @ # / ~ -")
        .saw(printable(each.name))
        .advise("export _start and memory; the host calls nothing else");
  }
  return {};
}

// What to do about an import from somewhere else, where it tells how the module was made.
std::string_view advice_on(const Import& import) {
  const std::string_view from = import.module;
  if (from == "wasi_unstable") {
    return "compile it anew with a current wasi-libc: this is preview 0, with other layouts";
  }
  if (from.substr(0, 5) == "wasi:") {
    return "build for WASI preview 1: rustc --target wasm32-wasip1";
  }
  if (from == "wasi") return "compile it without threads, for wasm32-wasi";
  if (from == "env") {
    return "define the function, or link the library that does: without --allow-undefined the "
           "linker names what is missing";
  }
  if (from.find("wbindgen") != std::string_view::npos) {
    return "build without wasm-bindgen, which needs JavaScript: rustc --target wasm32-wasip1";
  }
  return "a workload may import functions of wasi_snapshot_preview1 only; remove the call, or link "
         "the library that defines it";
}

Status check_import(std::string_view object, const Import& import) {
  const std::string name = printable(import.module) + "." + printable(import.name);
  if (import.module != wasi_module) {
    return not_a_command(object, "the import " + name + " is no function of WASI preview 1")
        .want("imports from " + std::string(wasi_module))
        .advise(std::string(advice_on(import)));
  }
  const auto type = wasi_function_type(import.name);
  if (!type) {
    return not_a_command(object, "the import " + name + " is no function of WASI preview 1")
        .want("one of its " + std::to_string(wasi_functions().size()) + " functions")
        .advise("compile for wasm32-wasi without extensions like threads or sockets of one vendor");
  }
  if (import.type == *type) return {};
  return not_a_command(object, "the import " + name + " has another type than WASI's function")
      .want(to_string(*type))
      .saw(to_string(import.type))
      .advise("compile it anew with a current wasi-libc");
}

}  // namespace

Status check_command(std::string_view object, const Module& module) {
  for (const Import& import : module.imports) AH_TRY(check_import(object, import));
  AH_TRY(check_entry(object, module));
  AH_TRY(check_export_names(object, module));
  return check_memory(object, module);
}

}  // namespace anchorhold::wasm
