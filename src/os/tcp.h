#pragma once
// TCP connections with one deadline for all that happens on them.

#include <chrono>
#include <string>

#include "base/io.h"
#include "base/time.h"
#include "os/fd.h"

struct addrinfo;

struct addrinfo;

namespace anchorhold::os {

// TcpStream: both directions of a connection. After the deadline every call is unavailable, however
// much or little the peer sends until then. Writing to a closed peer is an error, never a signal.
class TcpStream : public Source, public Sink {
 public:
  // connect: tries the addresses of `host`, a name or an IP address, in the resolver's order.
  static Result<TcpStream> connect(const std::string& host, uint16_t port, Duration time_limit);

  Result<size_t> read(MutableBytes out) override;
  Status write(ByteView bytes) override;

 private:
  using Deadline = std::chrono::steady_clock::time_point;
  TcpStream(std::string name, Deadline deadline) : name_(std::move(name)), deadline_(deadline) {}
  Status wait_for(short events) const;
  Status try_address(const ::addrinfo& address);

  Fd socket_;
  std::string name_;
  Deadline deadline_;
};

}  // namespace anchorhold::os
