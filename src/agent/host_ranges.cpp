#include "agent/host_ranges.h"

#include <sys/socket.h>

#include <algorithm>

namespace anchorhold::agent {

Result<std::unique_ptr<HostRanges>> HostRanges::connect(Channel& channel) {
  AH_ASSIGN(os::SocketStream stream, channel.connect(kHostPort));
  return std::unique_ptr<HostRanges>(new HostRanges(std::move(stream)));
}

Result<uint64_t> HostRanges::read(const std::string& input, uint64_t offset, MutableBytes out) {
  AH_ASSIGN(net::PartialBody part, http_.open_range("/inputs/" + input, {offset, out.size()}));
  // A body is never short: it is filled or an error.
  AH_TRY(read_full(part.body, out));
  return part.total;
}

void HostRanges::interrupt() {
  ::shutdown(stream_.fd(), SHUT_RDWR);
}

Result<HostedInput> HostedInput::open(HostRanges& host, std::string name) {
  uint8_t first = 0;
  AH_ASSIGN(const uint64_t bytes, host.read(name, 0, {&first, 1}));
  return HostedInput(host, std::move(name), bytes);
}

Result<size_t> HostedInput::read_at(uint64_t offset, MutableBytes out) {
  const uint64_t left = bytes_ - std::min(bytes_, offset);
  const size_t count = static_cast<size_t>(std::min<uint64_t>(out.size(), left));
  if (count == 0) return size_t{0};
  AH_ASSIGN(const uint64_t total, host_->read(name_, offset, out.first(count)));
  if (total == bytes_) return count;
  return Error{Code::denied, "ciphertext", "changed its length while it was read"}
      .want(std::to_string(bytes_) + " bytes")
      .saw(std::to_string(total));
}

}  // namespace anchorhold::agent
