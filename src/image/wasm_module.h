#pragma once
// The WebAssembly module that an image says it was compiled from.

#include "base/io.h"
#include "image/manifest.h"

namespace anchorhold::image {

inline constexpr uint64_t max_wasm_module_bytes = 64ULL << 20;

// read_wasm_module: the module out of a canonical layer, held against the digest in the manifest.
// not_found for an image that has none.
Result<Bytes> read_wasm_module(const Manifest& manifest, RandomAccess& layer);

// check_wasm_module: an image that names a module has exactly that one in it; nothing is said of
// other images. It does not prove that the program was compiled from it: `anchorhold build --check`
// compiles it again and compares.
Status check_wasm_module(const Manifest& manifest, RandomAccess& layer);

}  // namespace anchorhold::image
