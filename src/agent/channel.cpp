#include "agent/channel.h"

#include "base/writer.h"

namespace anchorhold::agent {

namespace {
constexpr uint8_t kPortOpen = 0;
}

Result<os::SocketStream> Channel::connect(uint32_t port) {
  const Bytes request = Writer().u32be(port).take();
  AH_TRY(os::send_message(socket_, request));
  AH_ASSIGN(os::Message answer, os::receive_message(socket_, 1));
  if (answer.bytes != Bytes{kPortOpen} || !answer.descriptor) {
    return Error{Code::unavailable, "channel port " + std::to_string(port),
                 "nothing listens on the host"};
  }
  return os::SocketStream(std::move(*answer.descriptor));
}

}  // namespace anchorhold::agent
