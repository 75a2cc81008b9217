#pragma once
// What the runner of a WebAssembly program hears and asks on descriptor 3: first one Setup, then
// any number of reads of inputs. Big endian, each message with its length in front (u32).

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "workload/wasm/inputs.h"

namespace anchorhold::wasi {

inline constexpr int setup_descriptor = 3;
inline constexpr size_t max_setup_bytes = 256U << 10;
// The most that one read may ask for.
inline constexpr uint32_t max_read_bytes = 1U << 20;

// Folder: a folder of the process that the module sees as `name`.
struct Folder {
  std::string name;
  std::string path;
  bool read_only = false;
};

struct Setup {
  std::vector<Folder> folders;  // preopened from descriptor 3 on, in this order
  std::string inputs_name;      // the preopened folder of `inputs`, before all others; empty: none
  std::vector<Input> inputs = {};  // served over this socket
};

// ReadRequest: 16 bytes: input (u32), length (u32), offset (u64). The answer is one byte, 1 and
// then exactly the bytes asked for (as far as the input reaches), or 0: refused.
struct ReadRequest {
  uint32_t input = 0;
  uint32_t bytes = 0;
  uint64_t offset = 0;
};
inline constexpr size_t read_request_bytes = 16;

Bytes encode(const Setup& setup);
Result<Setup> decode_setup(ByteView message);
ByteArray<read_request_bytes> encode(const ReadRequest& request);
ReadRequest decode_read_request(const ByteArray<read_request_bytes>& message);

}  // namespace anchorhold::wasi
