#include "wasm/command.h"

#include <gtest/gtest.h>

#include <set>

#include "testkit/forged_wasm.h"
#include "wasm/bounds.h"
#include "wasm/inspect.h"
#include "wasm/wasi_signatures.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

std::string judged(const forge::Sections& sections) {
  const auto module = inspect("app.wasm", sections.module());
  if (!module.ok()) return module.error().to_string();
  const Status status = check_command("app.wasm", *module);
  if (status.ok()) return "accepted";
  EXPECT_EQ(status.error().code, Code::unsupported);
  return status.error().to_string();
}

Bytes encoded(const FunctionType& type) {
  const auto bytes = [](const std::vector<ValueType>& types) {
    Bytes out;
    for (const ValueType each : types) out.push_back(static_cast<uint8_t>(each));
    return out;
  };
  return forge::function_type(bytes(type.params), bytes(type.results));
}

// A command that imports one function.
std::string with_import(std::string_view module, std::string_view name, const FunctionType& type) {
  auto sections = forge::command();
  sections.put(forge::types, forge::vec({forge::function_type({}, {}), encoded(type)}));
  sections.put(forge::imports, forge::vec({forge::import_of(module, name, {0x00, 1})}));
  sections.put(forge::exports,
               forge::vec({forge::export_of("memory", 2, 0), forge::export_of("_start", 0, 1)}));
  return judged(sections);
}

bool says(const std::string& text, std::string_view what) {
  return text.find(what) != std::string::npos;
}

TEST(Command, TakesEveryFunctionOfWasiAndNoOther) {
  std::set<std::string_view> names;
  for (const WasiFunction& function : wasi_functions()) {
    const auto type = wasi_function_type(function.name);
    ASSERT_TRUE(type);
    EXPECT_EQ(with_import(wasi_module, function.name, *type), "accepted") << function.name;
    FunctionType longer = *type;
    longer.params.push_back(ValueType::i32);
    EXPECT_TRUE(says(with_import(wasi_module, function.name, longer), "another type"));
    FunctionType other = *type;
    other.results.assign(1, ValueType::i64);
    EXPECT_TRUE(says(with_import(wasi_module, function.name, other), "another type"));
    names.insert(function.name);
  }
  EXPECT_EQ(names.size(), 46U);
  EXPECT_FALSE(wasi_function_type("fd_fly"));
}

TEST(Command, NamesAnImportAndWhatToDo) {
  const FunctionType none;
  EXPECT_EQ(with_import("wasi_snapshot_preview1", "fd_fly", none),
            "app.wasm: the import wasi_snapshot_preview1.fd_fly is no function of WASI preview 1 "
            "(expected one of its 46 functions); compile for wasm32-wasi without extensions like "
            "threads or sockets of one vendor");
  EXPECT_EQ(with_import("wasi_snapshot_preview1", "random_get", none),
            "app.wasm: the import wasi_snapshot_preview1.random_get has another type than WASI's "
            "function (expected (i32, i32) -> (i32), seen () -> ()); compile it anew with a "
            "current wasi-libc");
  EXPECT_TRUE(says(with_import("wasi_unstable", "fd_read", none), "preview 0"));
  EXPECT_TRUE(says(with_import("env", "sin", none), "the import env.sin"));
  EXPECT_TRUE(says(with_import("env", "sin", none), "--allow-undefined"));
  EXPECT_TRUE(says(with_import("wasi:cli/environment@0.2.0", "f", none), "wasm32-wasip1"));
  EXPECT_TRUE(says(with_import("wasi", "thread-spawn", none), "without threads"));
  EXPECT_TRUE(says(with_import("__wbindgen_placeholder__", "f", none), "wasm-bindgen"));
  EXPECT_TRUE(says(with_import("a\nb", "\x7f", none), "a\\x0ab.\\x7f"));
}

TEST(Command, ExportsStartAndMemory) {
  const auto exporting = [](const std::vector<Bytes>& exports) {
    return judged(forge::command().put(forge::exports, forge::vec(exports)));
  };
  const Bytes memory = forge::export_of("memory", 2, 0);
  const Bytes start = forge::export_of("_start", 0, 0);
  EXPECT_EQ(exporting({memory, start}), "accepted");
  EXPECT_TRUE(says(exporting({start}), "exports no memory"));
  EXPECT_TRUE(says(exporting({start, forge::export_of("memory", 0, 0)}), "exports no memory"));
  EXPECT_TRUE(says(exporting({memory}), "exports no _start: not a command"));
  EXPECT_TRUE(says(exporting({memory, forge::export_of("_start", 2, 0)}), "is no function"));
  EXPECT_TRUE(says(exporting({memory, forge::export_of("_initialize", 0, 0)}),
                   "a reactor (a library that exports _initialize), not a command"));
  auto typed = forge::command();
  typed.put(forge::types, forge::vec({forge::function_type({0x7f}, {})}));
  EXPECT_TRUE(says(judged(typed), "expected () -> (), seen (i32) -> ()"));
}

TEST(Command, BeginsWithLessThanAllOfMemory) {
  const auto sized = [](uint32_t pages) {
    const Bytes limits = forge::join({{0x00}, forge::leb(pages)});
    return judged(forge::command().put(forge::memories, forge::vec({limits})));
  };
  EXPECT_EQ(sized(max_initial_pages), "accepted");
  EXPECT_TRUE(says(sized(max_initial_pages + 1), "too large a memory"));
}

TEST(Command, IsWhatTheTestkitForges) {
  EXPECT_EQ(judged(forge::full_command()), "accepted");
}

// Each of these ended or hid the comment into which wasm2c 1.0.32 writes it, or could.
TEST(Command, HasNoExportWhoseNameMeansSomethingInC) {
  for (const std::string_view name : {"*/ int evil; /*", "*\\\n/ int evil; /*",
                                      "*?"
                                      "?/\n/ int evil; /*",
                                      "\\", "a\nb", "\"", "'", "a b", "\xc3\xa9", "%n", "\x7f"}) {
    auto sections = forge::command();
    sections.put(forge::exports,
                 forge::vec({forge::export_of("memory", 2, 0), forge::export_of("_start", 0, 0),
                             forge::export_of(name, 0, 0)}));
    EXPECT_TRUE(says(judged(sections), "the name of an export")) << name;
  }
  auto sections = forge::command();
  sections.put(forge::exports,
               forge::vec({forge::export_of("memory", 2, 0), forge::export_of("_start", 0, 0),
                           forge::export_of("cabi_realloc#$~lib/x:y@z.w-1", 0, 0)}));
  EXPECT_EQ(judged(sections), "accepted");
}

}  // namespace
}  // namespace anchorhold::wasm
