#include "os/socket.h"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "os/error.h"

namespace anchorhold::os {

Result<std::pair<Fd, Fd>> socket_pair(SocketKind kind) {
  int fds[2];
  const int type = kind == SocketKind::stream ? SOCK_STREAM : SOCK_SEQPACKET;
  if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds) != 0) {
    return system_error("socket pair", "cannot create", errno);
  }
  return std::pair<Fd, Fd>(Fd(fds[0]), Fd(fds[1]));
}

Status send_message(const Fd& socket, ByteView message, const Fd* descriptor) {
  iovec part{const_cast<uint8_t*>(message.data()), message.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  if (descriptor != nullptr) {
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    cmsghdr* item = CMSG_FIRSTHDR(&header);
    item->cmsg_level = SOL_SOCKET;
    item->cmsg_type = SCM_RIGHTS;
    item->cmsg_len = CMSG_LEN(sizeof(int));
    const int raw = descriptor->get();
    std::memcpy(CMSG_DATA(item), &raw, sizeof raw);
  }
  for (;;) {
    if (::sendmsg(socket.get(), &header, MSG_NOSIGNAL) >= 0) return {};
    if (errno != EINTR) return system_error("socket", "cannot send", errno);
  }
}

Result<Message> receive_message(const Fd& socket, size_t limit_bytes) {
  Message out;
  out.bytes.resize(limit_bytes);
  iovec part{out.bytes.data(), out.bytes.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof(int))] = {};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  ssize_t count = 0;
  do {
    count = ::recvmsg(socket.get(), &header, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return system_error("socket", "cannot receive", errno);
  for (cmsghdr* item = CMSG_FIRSTHDR(&header); item != nullptr; item = CMSG_NXTHDR(&header, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SCM_RIGHTS) continue;
    int raw = -1;
    std::memcpy(&raw, CMSG_DATA(item), sizeof raw);
    out.descriptor = Fd(raw);
  }
  if ((header.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) != 0) {
    return Error{Code::limit_exceeded, "socket", "message too long"}.want(
        "at most " + std::to_string(limit_bytes) + " bytes and one descriptor");
  }
  if (count == 0 && !out.descriptor)
    return Error{Code::not_found, "socket", "the peer closed the connection"};
  out.bytes.resize(static_cast<size_t>(count));
  return out;
}

Result<size_t> SocketStream::read(MutableBytes out) {
  for (;;) {
    const ssize_t count = ::recv(socket_.get(), out.data(), out.size(), 0);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno == ECONNRESET) return size_t{0};
    if (errno != EINTR) return system_error("socket", "cannot receive", errno);
  }
}

Status SocketStream::write(ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EINTR) continue;
      return system_error("socket", "cannot send", errno);
    }
    bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

}  // namespace anchorhold::os
