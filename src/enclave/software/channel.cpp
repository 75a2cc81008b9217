#include "enclave/software/channel.h"

#include "base/reader.h"
#include "os/socket.h"

namespace anchorhold::enclave {

Result<Connection> answer_port(const os::Fd& channel,
                               const std::map<uint32_t, PortHandler>& ports) {
  AH_ASSIGN(const os::Message request, os::receive_message(channel, sizeof(uint32_t)));
  Reader in("channel request", request.bytes);
  AH_ASSIGN(const uint32_t port, in.u32be());
  AH_TRY(in.finish());
  const auto found = ports.find(port);
  if (found == ports.end()) {
    AH_TRY(os::send_message(channel, ByteView(&port_closed, 1)));
    return Connection{};
  }
  AH_ASSIGN(auto ends, os::socket_pair(os::SocketKind::stream));
  AH_TRY(os::send_message(channel, ByteView(&port_open, 1), &ends.second));
  return Connection{&found->second, std::move(ends.first)};
}

}  // namespace anchorhold::enclave
