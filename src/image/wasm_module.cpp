#include "image/wasm_module.h"

#include "base/hex.h"
#include "crypto/hash.h"
#include "image/layer.h"

namespace anchorhold::image {

namespace {

Error no_module(std::string message) {
  return Error{Code::malformed, "image: /" + std::string(kWasmModulePath), std::move(message)}
      .advise("build the image again with `anchorhold build --wasm`");
}

}  // namespace

Result<Bytes> read_wasm_module(const Manifest& manifest, RandomAccess& layer) {
  if (!manifest.wasm) {
    return Error{Code::not_found, "image manifest", "names no WebAssembly module"}.advise(
        "the image was not built with --wasm");
  }
  LayerReader reader(layer);
  for (;;) {
    AH_ASSIGN(const std::optional<Entry> entry, reader.next());
    if (!entry) return no_module("is not there");
    if (entry->path != kWasmModulePath) continue;
    if (entry->type != EntryType::file) return no_module("is not a file");
    if (entry->size > max_wasm_module_bytes) return no_module("too long").want("at most 64 MiB");
    Bytes module(static_cast<size_t>(entry->size));
    AH_ASSIGN(const size_t count, layer.read_at(entry->data_offset, module));
    if (count != module.size()) return no_module("cut short");
    if (const Digest256 digest = crypto::sha256(module); digest != manifest.wasm->module) {
      return no_module("not the module that the manifest names")
          .want(to_hex(manifest.wasm->module))
          .saw(to_hex(digest));
    }
    return module;
  }
}

Status check_wasm_module(const Manifest& manifest, RandomAccess& layer) {
  if (!manifest.wasm) return {};
  auto module = read_wasm_module(manifest, layer);
  if (!module.ok()) return module.take_error();
  return {};
}

}  // namespace anchorhold::image
