#pragma once
// Manifest: what the image provider states about the program and its surroundings. Its bytes are
// measured (PCR0, PCR2), so everything here is known to whoever approves the measurement.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::image {

// Limits: what the enclave grants the workload. Exceeding one ends the run.
struct Limits {
  uint64_t memory_bytes = 512ULL << 20;
  uint64_t cpu_seconds = 3600;
  uint64_t processes = 64;           // threads count
  uint64_t out_bytes = 64ULL << 20;  // all outputs together
  uint64_t wall_seconds = 3600;
  bool operator==(const Limits&) const = default;
};

// kWasmRunner: the version of what agent and compiled program say to each other, and of the system
// calls that the program may make. An image of another one is refused before anything is spent.
inline constexpr int64_t kWasmRunner = 1;

// Wasm: the entry point was compiled from a WebAssembly module, and runs as such: with fewer system
// calls, its inputs fetched on demand.
struct Wasm {
  Digest256 module{};         // SHA-256 of the module, which is in the image at kWasmModulePath
  bool whole_inputs = false;  // every input is decrypted before the start: the host then sees no
                              // access pattern, and memory must hold them
  bool operator==(const Wasm&) const = default;
};
// Where the module and how it was compiled (canonical JSON) stand in the image.
inline constexpr std::string_view kWasmModulePath = "app.wasm";
inline constexpr std::string_view kWasmRecipePath = "app.recipe.json";

struct Manifest {
  std::string entrypoint;  // absolute path inside the image
  std::vector<std::string> args;
  bool args_from_contract =
      false;  // the contract's arguments follow `args`; false: it may not name any
  std::map<std::string, std::string> env;
  std::vector<std::string> inputs;   // names below /in, sorted
  std::vector<std::string> outputs;  // names below /out, sorted
  Limits limits;
  std::optional<Wasm> wasm;
  bool insecure_debug = false;  // the agent's messages reach the host; PCR0, 1 and 2 are then zero
  // Whether inputs stay encrypted outside of the enclave, and are fetched when they are read.
  bool inputs_on_demand() const { return wasm && !wasm->whole_inputs; }
  bool operator==(const Manifest&) const = default;
};

inline constexpr size_t max_manifest_bytes = 1U << 20;
inline constexpr std::string_view manifest_format = "anchorhold manifest v1";

// encode_manifest: the one encoding, canonical JSON (RFC 8785); docs/formats.md lists the members.
// A manifest that breaks the rules of parse_manifest is refused as it would be there.
Result<Bytes> encode_manifest(const Manifest& manifest);

// parse_manifest: refuses unknown and missing members, values outside the limits, unsorted or
// repeated names, and every encoding but the canonical one. It proves nothing about origin: compare
// the measurement.
Result<Manifest> parse_manifest(std::string_view object, ByteView bytes);

}  // namespace anchorhold::image
