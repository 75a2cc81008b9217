#pragma once
// `anchorhold build`, as a function of its options.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "image/manifest.h"

namespace anchorhold::cli {

struct BuildOptions {
  std::string input;      // a program, root file system or image
  std::string wasm = {};  // or a WebAssembly module
  bool whole_inputs =
      false;         // of a WebAssembly workload: every input is decrypted before it starts
  std::string path;  // of the image to make
  std::string entrypoint = {};
  std::vector<std::string> args = {};
  bool args_from_contract = false;
  std::vector<std::string> env = {};  // NAME=VALUE
  std::vector<std::string> inputs = {};
  std::vector<std::string> outputs = {};
  std::optional<uint64_t> memory_bytes = {};
  std::optional<uint64_t> cpu_seconds = {};
  std::optional<uint64_t> wall_seconds = {};
  std::optional<uint64_t> processes = {};
  std::optional<uint64_t> out_bytes = {};
  std::string sign_key = {};
  std::string signer = {};
  bool drop_special = false;
  bool insecure_debug = false;
};

struct BuildResult {
  Digest256 digest;  // of the OCI manifest
  uint64_t layer_bytes;
  image::Manifest manifest;
  std::string note;
};

Result<BuildResult> build_image(const BuildOptions& options);

}  // namespace anchorhold::cli
