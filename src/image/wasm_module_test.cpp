#include "image/wasm_module.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "image/layer.h"

namespace anchorhold::image {
namespace {

Bytes layer_with(const FileTree& tree) {
  MemorySink sink;
  EXPECT_TRUE(write_layer(tree, sink).ok());
  return sink.take();
}

TEST(WasmModule, IsTheOneThatTheManifestNames) {
  const Bytes module{0, 'a', 's', 'm', 1, 0, 0, 0};
  FileTree tree;
  ASSERT_TRUE(tree.add_file("app", Bytes(10, 'x'), true).ok());
  ASSERT_TRUE(tree.add_file(std::string(kWasmModulePath), module, false).ok());
  const Bytes layer = layer_with(tree);
  MemoryAccess access(layer);
  Manifest manifest;
  EXPECT_TRUE(check_wasm_module(manifest, access).ok()) << "not a WebAssembly image";
  EXPECT_EQ(read_wasm_module(manifest, access).error().code, Code::not_found);
  manifest.wasm = Wasm{crypto::sha256(module), false};
  EXPECT_EQ(*read_wasm_module(manifest, access), module);
  manifest.wasm->module[0] ^= 1;
  EXPECT_FALSE(check_wasm_module(manifest, access).ok());
}

TEST(WasmModule, MustBeAFileOfTheImage) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("app", Bytes(10, 'x'), true).ok());
  Manifest manifest;
  manifest.wasm = Wasm{crypto::sha256(Bytes(10, 'x')), false};
  const Bytes without = layer_with(tree);
  MemoryAccess none(without);
  EXPECT_FALSE(check_wasm_module(manifest, none).ok());
  ASSERT_TRUE(tree.add_symlink(std::string(kWasmModulePath), "app").ok());
  const Bytes linked = layer_with(tree);
  MemoryAccess link(linked);
  EXPECT_FALSE(check_wasm_module(manifest, link).ok());
}

}  // namespace
}  // namespace anchorhold::image
