#pragma once
// Unix socket pairs, messages with descriptors, and a socket as byte stream.

#include <optional>
#include <utility>

#include "base/io.h"
#include "os/fd.h"

namespace anchorhold::os {

enum class SocketKind : unsigned char { stream, seqpacket };

// socket_pair: two connected Unix sockets, close-on-exec.
Result<std::pair<Fd, Fd>> socket_pair(SocketKind kind);

// send_message: one message, with at most one descriptor.
Status send_message(const Fd& socket, ByteView message, const Fd* descriptor = nullptr);

struct Message {
  Bytes bytes;
  std::optional<Fd> descriptor;
};

// receive_message: one message of at most `limit_bytes`; limit_exceeded when it was longer;
// not_found when the peer closed.
Result<Message> receive_message(const Fd& socket, size_t limit_bytes);

// SocketStream: both directions of a stream socket. Writing to a closed peer is an error, never a
// signal.
class SocketStream : public Source, public Sink {
 public:
  explicit SocketStream(Fd socket) : socket_(std::move(socket)) {}
  Result<size_t> read(MutableBytes out) override;
  Status write(ByteView bytes) override;
  int fd() const { return socket_.get(); }

 private:
  Fd socket_;
};

}  // namespace anchorhold::os
