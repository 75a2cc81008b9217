#pragma once
// Channel: byte streams to numbered ports on the host.

#include "os/socket.h"

namespace anchorhold::agent {

// The ports, the same on every TEE; docs/formats.md lists them.
inline constexpr uint32_t kHostPort = 1;  // contract, deployment, inputs, outputs, receipt, status
inline constexpr uint32_t kControlPort = 2;  // fresh evidence for an auditor
inline constexpr uint32_t kFirstBrokerPort =
    100;  // + the place of the data owner among the owners, by name

// Channel over the monitor's socket: a port number goes out, a connected stream comes back.
class Channel {
 public:
  explicit Channel(os::Fd socket) : socket_(std::move(socket)) {}

  // connect: a stream to the host's port; unavailable when nothing listens there.
  Result<os::SocketStream> connect(uint32_t port);

 private:
  os::Fd socket_;
};

}  // namespace anchorhold::agent
