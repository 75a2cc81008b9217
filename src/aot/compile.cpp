#include "aot/compile.h"

#include <filesystem>
#include <sstream>

#include "aot/recipe.h"
#include "aot/tool_run.h"
#include "aot/work_folder.h"
#include "base/hex.h"
#include "base/printable.h"
#include "crypto/hash.h"
#include "os/file.h"
#include "wasm/command.h"
#include "wasm/custom_sections.h"
#include "wasm/inspect.h"

namespace anchorhold::aot {
namespace {

namespace fs = std::filesystem;

constexpr size_t max_program_bytes = size_t{512} << 20;
constexpr size_t max_library_bytes = size_t{256} << 20;
constexpr std::chrono::seconds translation_limit{120};
constexpr std::chrono::seconds compilation_limit{1800};

using Flags = std::vector<std::string>;

constexpr const char* kWasm2cVersion = "1.0.32";

// Names of the debug section stay out: they would only make the C larger.
const Flags translate_flags = {"--no-debug-names", "--module-name=app"};

// Arithmetic is IEEE 754's and the processor the least that every TEE has: the same result
// everywhere. Probed frames: an endless recursion meets the guard page. No unwinding: the runner
// ends the process at once. GNU's C, since ISO's has trigraphs, which hide characters; as many
// nested braces as a module may have blocks.
const Flags compile_flags = {
    "--no-default-config",
    "-std=gnu17",
    "-fbracket-depth=6000",
    "-O3",
    "-march=x86-64",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-pic",
    "-fno-asynchronous-unwind-tables",
    "-fstack-clash-protection",
    "-ffunction-sections",
    "-DNDEBUG",
    "-w",
};

// No pages that become read-only at the start: the process may not ask for that.
const Flags link_flags = {"--no-default-config", "-static",         "-Wl,--gc-sections",
                          "-Wl,--build-id=none", "-Wl,--strip-all", "-Wl,-z,noexecstack",
                          "-Wl,-z,norelro"};

// The parts of one compilation: its folder, and what went into it.
class Compilation {
 public:
  Compilation(const Toolchain& tools, WorkFolder folder)
      : tools_(tools), folder_(std::move(folder)) {}

  Result<Compiled> run(ByteView module, bool imports);

 private:
  Status take_runner();
  Status ask_versions();
  Status translate(ByteView module);
  Status compile_unit(bool imports);
  Status link();
  Status note_libraries(const std::string& trace);
  Result<std::string> step(const std::string& program, Flags arguments,
                           std::chrono::seconds limit) const {
    return run_tool({program, std::move(arguments), folder_.path(), limit});
  }

  const Toolchain& tools_;
  WorkFolder folder_;
  Recipe recipe_;
};

Status Compilation::take_runner() {
  for (const char* name : kRunnerFiles) {
    AH_ASSIGN(const Bytes content, os::read_file(tools_.runner + "/" + name, max_library_bytes));
    recipe_.runner[name] = crypto::sha256(content);
    AH_TRY(os::write_file(folder_.at(name), content));
  }
  return {};
}

Status Compilation::ask_versions() {
  const std::pair<const char*, const std::string&> programs[] = {
      {"wasm2c", tools_.wasm2c}, {"clang", tools_.clang}, {"lld", tools_.linker}};
  for (const auto& [name, program] : programs) {
    AH_ASSIGN(const std::string text, step(program, {"--version"}, std::chrono::seconds{10}));
    recipe_.tools[name] = text.substr(0, text.find('\n'));
  }
  // The runner is written against the C of this version.
  std::string& translator = recipe_.tools["wasm2c"];
  if (translator != kWasm2cVersion) {
    return Error{Code::unsupported, tools_.wasm2c, "of another version"}
        .want(kWasm2cVersion)
        .saw(printable(translator))
        .advise("install the Debian 12 package wabt");
  }
  // It says nothing of the distribution's own changes.
  AH_ASSIGN(const Bytes binary, os::read_file(tools_.wasm2c, max_library_bytes));
  translator += ", sha256 " + to_hex(crypto::sha256(binary));
  return {};
}

Status Compilation::translate(ByteView module) {
  // The tool would read custom sections too; nothing in them can matter.
  AH_ASSIGN(const Bytes bare, wasm::without_custom_sections(module));
  AH_TRY(os::write_file(folder_.at("app.wasm"), bare));
  recipe_.flags["translate"] = translate_flags;
  Flags arguments = translate_flags;
  arguments.insert(arguments.end(), {"app.wasm", "-o", "app.c"});
  AH_TRY(step(tools_.wasm2c, std::move(arguments), translation_limit));
  return {};
}

Status Compilation::compile_unit(bool imports) {
  Flags arguments = compile_flags;
  if (imports) arguments.emplace_back("-DANCHORHOLD_MODULE_IMPORTS");
  recipe_.flags["compile"] = arguments;
  arguments.push_back("-ffile-prefix-map=" + folder_.path() + "=.");
  arguments.insert(arguments.end(), {"-I.", "-c", "unit.c", "-o", "unit.o"});
  AH_TRY(step(tools_.clang, std::move(arguments), compilation_limit));
  return {};
}

Status Compilation::link() {
  recipe_.flags["link"] = link_flags;
  Flags arguments = link_flags;
  arguments.insert(arguments.end(), {"--ld-path=" + tools_.linker, "-Wl,--trace", "unit.o",
                                     "libanchorhold-wasi.a", "-lstdc++", "-lm", "-o", "app"});
  AH_ASSIGN(const std::string trace, step(tools_.clang, std::move(arguments), compilation_limit));
  return note_libraries(trace);
}

// The linker names every file it reads, members of archives as "/path/libc.a(exit.o)".
Status Compilation::note_libraries(const std::string& trace) {
  std::istringstream lines(trace);
  for (std::string line; std::getline(lines, line);) {
    const fs::path file = line.substr(0, line.find('('));
    if (!file.is_absolute() || recipe_.libraries.contains(file.filename())) continue;
    AH_ASSIGN(const Bytes content, os::read_file(file, max_library_bytes));
    recipe_.libraries[file.filename()] = crypto::sha256(content);
  }
  return {};
}

Result<Compiled> Compilation::run(ByteView module, bool imports) {
  AH_TRY(take_runner());
  AH_TRY(ask_versions());
  AH_TRY(translate(module));
  AH_TRY(compile_unit(imports));
  AH_TRY(link());
  Compiled out;
  AH_ASSIGN(out.program, os::read_file(folder_.at("app"), max_program_bytes));
  recipe_.module = crypto::sha256(module);
  recipe_.program = crypto::sha256(out.program);
  out.recipe = encode_recipe(recipe_);
  return out;
}

}  // namespace

Result<Compiled> compile(std::string_view object, ByteView module, const Toolchain& tools) {
  AH_ASSIGN(const wasm::Module declared, wasm::inspect(object, module));
  AH_TRY(wasm::check_command(object, declared));
  AH_ASSIGN(WorkFolder folder, WorkFolder::create());
  Result<Compiled> compiled =
      Compilation(tools, std::move(folder)).run(module, !declared.imports.empty());
  if (!compiled.ok()) return compiled.take_error().in(object);
  return compiled;
}

}  // namespace anchorhold::aot
