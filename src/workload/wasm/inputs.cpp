#include "workload/wasm/inputs.h"

#include <algorithm>
#include <utility>

#include "workload/wasm/protocol.h"

namespace anchorhold::wasi {

namespace {

constexpr size_t least_window = 64U << 10;

Error input_error(const Input& input, std::string message) {
  return Error{Code::denied, "input " + input.name, std::move(message)};
}

}  // namespace

Inputs::Inputs(std::vector<Input> list, os::SocketStream server)
    : list_(std::move(list)), server_(std::move(server)) {}

bool Inputs::has(size_t index, uint64_t offset) const {
  return index == window_input_ && offset >= window_offset_ &&
         offset - window_offset_ < window_.size();
}

// A window begins where the last one ended, and is twice as long; or, after a jump, at a multiple
// of the least length.
Status Inputs::fetch(size_t index, uint64_t offset) {
  const Input& input = list_[index];
  const uint64_t begin = offset - offset % least_window;
  const bool goes_on = index == window_input_ && begin == window_offset_ + window_.size();
  ahead_ = goes_on ? std::clamp<size_t>(ahead_ * 2, least_window, max_read_bytes) : least_window;
  const auto bytes = static_cast<uint32_t>(std::min<uint64_t>(ahead_, input.bytes - begin));
  Bytes window = std::exchange(window_, {});
  window.resize(bytes);
  AH_TRY(server_.write(encode(ReadRequest{static_cast<uint32_t>(index), bytes, begin})));
  ByteArray<1> answer = {};
  AH_ASSIGN(const size_t answered, read_full(server_, answer));
  if (answered == 0) return input_error(input, "nobody serves it any more");
  if (answer[0] != 1) return input_error(input, "refused");
  AH_ASSIGN(const size_t count, read_full(server_, window));
  if (count < bytes) return input_error(input, "ends before its length");
  window_ = std::move(window);
  window_input_ = index;
  window_offset_ = begin;
  return {};
}

Result<size_t> Inputs::read_at(size_t index, uint64_t offset, MutableBytes out) {
  const uint64_t size = list_[index].bytes;
  size_t done = 0;
  while (done < out.size() && offset < size) {
    if (!has(index, offset)) AH_TRY(fetch(index, offset));
    const ByteView rest = ByteView(window_).subspan(static_cast<size_t>(offset - window_offset_));
    const size_t count = std::min(rest.size(), out.size() - done);
    std::copy_n(rest.begin(), count, out.begin() + static_cast<std::ptrdiff_t>(done));
    done += count;
    offset += count;
  }
  return done;
}

}  // namespace anchorhold::wasi
