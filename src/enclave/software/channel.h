#pragma once
// The software TEE's channel. Over a SEQPACKET socket the agent sends a port number (4 bytes, big
// endian); the host answers with one byte: 0 with a connected stream socket attached, or 1 when
// nothing listens on that port.

#include "enclave/tee.h"

namespace anchorhold::enclave {

inline constexpr uint8_t port_open = 0;
inline constexpr uint8_t port_closed = 1;

// answer_port: takes one request from `channel`; the host's end of the new connection for
// `handler`, when there is one for that port. Empty (handler null) when nothing listens. not_found
// when the peer has closed.
struct Connection {
  const PortHandler* handler = nullptr;
  os::Fd host_end;
};
Result<Connection> answer_port(const os::Fd& channel, const std::map<uint32_t, PortHandler>& ports);

}  // namespace anchorhold::enclave
