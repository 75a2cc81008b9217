#include "cli/build_wasm.h"

#include "aot/compile.h"
#include "aot/recipe.h"
#include "base/hex.h"
#include "base/printable.h"
#include "cli/image_io.h"
#include "crypto/hash.h"
#include "image/wasm_module.h"
#include "os/file.h"

namespace anchorhold::cli {
namespace {

constexpr const char* program_path = "app";
constexpr const char* wasm_entrypoint = "/app";

Result<std::shared_ptr<const Bytes>> content_of(const image::FileTree& tree,
                                                std::string_view path) {
  const image::Node* node = tree.find(path);
  if (node != nullptr && node->type == image::NodeType::file) return node->content;
  return Error{Code::malformed, "image: /" + std::string(path), "is not a file of the image"}
      .advise("build the image again with --wasm");
}

Result<aot::Compiled> compile_here(const std::string& object, ByteView module) {
  AH_ASSIGN(const aot::Toolchain tools, aot::find_toolchain(program_folder()));
  return aot::compile(object, module, tools);
}

// Why the same module gave other bytes, as far as the recipes tell.
std::string reasons(std::string_view theirs, std::string_view ours) {
  const auto lines = aot::compare_recipes(theirs, ours);
  if (!lines.ok()) return "the image's recipe cannot be read: " + lines.error().to_string();
  if (lines->empty()) {
    return "the toolchain is the same, so this program was not compiled from this module: do not "
           "approve the image";
  }
  std::string out = "the toolchain differs:";
  for (const std::string& line : *lines) out += "\n  " + line;
  return out;
}

}  // namespace

Result<ImageInput> compile_module(const std::string& path) {
  AH_ASSIGN(Bytes module, os::read_file(path, image::max_wasm_module_bytes));
  AH_ASSIGN(aot::Compiled compiled, compile_here(path, module));
  ImageInput out;
  out.manifest.entrypoint = wasm_entrypoint;
  out.manifest.wasm = image::Wasm{.module = crypto::sha256(module)};
  AH_TRY(out.tree.add_file(program_path, std::move(compiled.program), true));
  AH_TRY(out.tree.add_file(std::string(image::kWasmModulePath), std::move(module), false));
  AH_TRY(out.tree.add_file(std::string(image::kWasmRecipePath), copy_of(bytes_of(compiled.recipe)),
                           false));
  return out;
}

Result<CheckedProgram> check_compiled_module(const std::string& path) {
  AH_ASSIGN(const ImageInput input, read_input(path, "", {}));
  if (!input.manifest.wasm) {
    return Error{Code::invalid_argument, path, "an image without a WebAssembly module"}.advise(
        "check images that were built with --wasm");
  }
  if (input.manifest.entrypoint != wasm_entrypoint) {
    return Error{Code::denied, path, "starts another program than the compiled module"}
        .want(wasm_entrypoint)
        .saw(printable(input.manifest.entrypoint));
  }
  AH_ASSIGN(const auto module, content_of(input.tree, image::kWasmModulePath));
  AH_ASSIGN(const auto recipe, content_of(input.tree, image::kWasmRecipePath));
  AH_ASSIGN(const auto program, content_of(input.tree, program_path));
  const CheckedProgram checked = {crypto::sha256(*module), crypto::sha256(*program)};
  if (checked.module != input.manifest.wasm->module) {
    return Error{Code::denied, path, "its module is not the one that its manifest names"}
        .want(to_hex(input.manifest.wasm->module))
        .saw(to_hex(checked.module));
  }
  AH_ASSIGN(const aot::Compiled again, compile_here(path + ": /app.wasm", *module));
  if (again.program == *program) return checked;
  return Error{Code::denied, path, "its program is not what is compiled from its module here"}
      .want(to_hex(crypto::sha256(again.program)))
      .saw(to_hex(checked.program))
      .advise(reasons(text_of(*recipe), again.recipe));
}

}  // namespace anchorhold::cli
