#include "cli/build_wasm.h"

#include <algorithm>

#include "aot/compile.h"
#include "aot/recipe.h"
#include "base/hex.h"
#include "base/printable.h"
#include "cli/image_io.h"
#include "crypto/hash.h"
#include "image/layer.h"
#include "image/wasm_module.h"
#include "os/file.h"
#include "wasm/bounds.h"

namespace anchorhold::cli {
namespace {

static_assert(image::max_wasm_module_bytes == wasm::max_module_size);

constexpr const char* program_path = "app";
constexpr const char* wasm_entrypoint = "/app";

// The files of an image that is made of `module`.
Result<image::FileTree> tree_of(ByteView module, aot::Compiled compiled) {
  image::FileTree tree;
  AH_TRY(tree.add_file(program_path, std::move(compiled.program), true));
  AH_TRY(tree.add_file(std::string(image::kWasmModulePath), copy_of(module), false));
  AH_TRY(tree.add_file(std::string(image::kWasmRecipePath), copy_of(bytes_of(compiled.recipe)),
                       false));
  return tree;
}

Result<aot::Compiled> compile_here(const std::string& object, ByteView module) {
  AH_ASSIGN(const aot::Toolchain tools, aot::find_toolchain(program_folder()));
  return aot::compile(object, module, tools);
}

constexpr size_t most_reasons = 20;

// Why the same module gave other bytes, as far as the recipes tell. The image's own recipe may lie.
std::string reasons(std::string_view theirs, std::string_view ours) {
  const std::string unproven =
      "nothing shows that the image's program is its module: do not approve it before it is the "
      "same";
  const auto lines = aot::compare_recipes(theirs, ours);
  if (!lines.ok()) return unproven + "; its recipe cannot be read: " + lines.error().to_string();
  if (lines->empty()) return unproven + "; it claims to be made by the very same tools";
  std::string out = unproven + "; it claims to be made otherwise:";
  for (size_t i = 0; i < std::min(lines->size(), most_reasons); ++i) out += "\n  " + (*lines)[i];
  return out;
}

Bytes content_at(const image::FileTree& tree, std::string_view path) {
  const image::Node* node = tree.find(path);
  return node != nullptr && node->content != nullptr ? *node->content : Bytes{};
}

// What of an image differs from the one that was just made of its module.
Error difference(const std::string& object, const image::FileTree& theirs,
                 const image::FileTree& ours) {
  const Bytes program = content_at(theirs, program_path);
  const Bytes made = content_at(ours, program_path);
  const Bytes recipe = content_at(theirs, image::kWasmRecipePath);
  const Bytes noted = content_at(ours, image::kWasmRecipePath);
  if (program != made) {
    return Error{Code::denied, object, "its program is not what is compiled from its module here"}
        .want(to_hex(crypto::sha256(made)))
        .saw(to_hex(crypto::sha256(program)))
        .advise(reasons(text_of(recipe), text_of(noted)));
  }
  if (recipe != noted) {
    return Error{Code::denied, object, "its recipe is not how its program is compiled here"}.advise(
        reasons(text_of(recipe), text_of(noted)));
  }
  return Error{Code::denied, object, "holds more than a module, its program and its recipe"}.advise(
      "build it again with --wasm");
}

}  // namespace

Result<ImageInput> compile_module(const std::string& path) {
  AH_ASSIGN(const Bytes module, os::read_file(path, image::max_wasm_module_bytes));
  AH_ASSIGN(aot::Compiled compiled, compile_here(path, module));
  ImageInput out;
  out.manifest.entrypoint = wasm_entrypoint;
  out.manifest.wasm = image::Wasm{.module = crypto::sha256(module)};
  AH_ASSIGN(out.tree, tree_of(module, std::move(compiled)));
  return out;
}

Result<CheckedProgram> check_compiled_module(const std::string& path) {
  AH_ASSIGN(const StoredImage stored, StoredImage::load(path));
  const image::LoadedImage& image = stored.image();
  if (!image.manifest.wasm) {
    return Error{Code::invalid_argument, path, "an image without a WebAssembly module"}.advise(
        "check images that were built with --wasm");
  }
  if (image.manifest.entrypoint != wasm_entrypoint) {
    return Error{Code::denied, path, "starts another program than the compiled module"}
        .want(wasm_entrypoint)
        .saw(printable(image.manifest.entrypoint));
  }
  MemoryAccess layer(image.layer);
  AH_ASSIGN(const Bytes module, image::read_wasm_module(image.manifest, layer));
  AH_ASSIGN(aot::Compiled again, compile_here(path + ": /app.wasm", module));
  CheckedProgram checked{image.digest, image.manifest.wasm->module, crypto::sha256(again.program)};
  AH_ASSIGN(const image::FileTree made, tree_of(module, std::move(again)));
  MemorySink made_layer;
  AH_TRY(image::write_layer(made, made_layer));
  if (std::ranges::equal(made_layer.bytes(), image.layer)) return checked;
  AH_ASSIGN(const image::FileTree tree, image::read_layer(layer, image.layer.size()));
  return difference(path, tree, made);
}

}  // namespace anchorhold::cli
