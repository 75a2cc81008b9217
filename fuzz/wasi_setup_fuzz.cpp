// Every setup of a WebAssembly program that parses is written again as the same bytes, and every
// request for a part of an input is read as it was written.
#include <algorithm>

#include "check.h"
#include "workload/wasm/protocol.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView message(data, size);
  if (const auto setup = wasi::decode_setup(message); setup.ok()) {
    fuzz::check(fuzz::same(wasi::encode(*setup), message));
    for (const wasi::Input& input : setup->inputs) {
      fuzz::check(!input.name.empty() && input.name != "." && input.name != "..");
      fuzz::check(input.name.find_first_of(std::string_view("/\0", 2)) == std::string::npos);
    }
  }
  if (size >= wasi::read_request_bytes) {
    ByteArray<wasi::read_request_bytes> request;
    std::copy_n(data, request.size(), request.begin());
    fuzz::check(wasi::encode(wasi::decode_read_request(request)) == request);
  }
  return 0;
}
