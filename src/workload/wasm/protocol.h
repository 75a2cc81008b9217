#pragma once
// What the runner of a WebAssembly program hears and asks on descriptor 3: first one Setup, then
// any number of reads of inputs. Numbers are big endian.

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/io.h"
#include "base/result.h"
#include "workload/wasm/inputs.h"

namespace anchorhold::wasi {

inline constexpr int setup_descriptor = 3;
inline constexpr size_t max_setup_bytes = 256U << 10;
inline constexpr size_t max_folders = 64;
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

// encode, decode_setup: the setup without its length. Refused are names and paths that are empty,
// hold NUL or are too long for the kernel; inputs that are not called like files of one folder; two
// of one name; and more than the limits.
Bytes encode(const Setup& setup);
Result<Setup> decode_setup(ByteView message);
// send_setup, receive_setup: with its length (u32) in front.
Status send_setup(Sink& to, const Setup& setup);
Result<Setup> receive_setup(Source& from);
ByteArray<read_request_bytes> encode(const ReadRequest& request);
// decode_read_request: any 16 bytes; whoever serves checks the input, the length and the offset.
ReadRequest decode_read_request(const ByteArray<read_request_bytes>& message);

}  // namespace anchorhold::wasi
