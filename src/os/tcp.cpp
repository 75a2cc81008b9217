#include "os/tcp.h"

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "os/error.h"

namespace anchorhold::os {
namespace {

using Addresses = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

Result<Addresses> resolve(const std::string& host, uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failed = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (failed != 0) {
    return Error{Code::unavailable, host, "its address cannot be found"}
        .saw(::gai_strerror(failed))
        .advise("check the name and this machine's network");
  }
  return Addresses(list, &::freeaddrinfo);
}

}  // namespace

Status TcpStream::wait_for(short events) const {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now());
    pollfd waiting{socket_.get(), events, 0};
    const int ready = left.count() <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left.count()));
    if (ready > 0) return {};
    if (ready == 0) return Error{Code::unavailable, name_, "took too long"};
    if (errno != EINTR) return system_error(name_, "cannot wait", errno);
  }
}

Status TcpStream::try_address(const addrinfo& address) {
  socket_ = Fd(
      ::socket(address.ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, address.ai_protocol));
  if (!socket_.valid()) return system_error(name_, "cannot open a socket", errno);
  if (::connect(socket_.get(), address.ai_addr, address.ai_addrlen) == 0) return {};
  if (errno != EINPROGRESS) return system_error(name_, "cannot connect", errno);
  AH_TRY(wait_for(POLLOUT));
  int failed = 0;
  socklen_t size = sizeof failed;
  ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &failed, &size);
  if (failed != 0) return system_error(name_, "cannot connect", failed);
  return {};
}

Result<TcpStream> TcpStream::connect(const std::string& host, uint16_t port, Duration time_limit) {
  TcpStream stream(host + ":" + std::to_string(port),
                   std::chrono::steady_clock::now() + time_limit);
  AH_ASSIGN(const Addresses addresses, resolve(host, port));
  Status tried = Error{Code::unavailable, stream.name_, "has no address"};
  for (const addrinfo* next = addresses.get(); next != nullptr; next = next->ai_next) {
    tried = stream.try_address(*next);
    if (tried.ok()) return stream;
  }
  return tried.take_error();
}

Result<size_t> TcpStream::read(MutableBytes out) {
  for (;;) {
    AH_TRY(wait_for(POLLIN));
    const ssize_t count = ::recv(socket_.get(), out.data(), out.size(), 0);
    if (count >= 0) return static_cast<size_t>(count);
    if (errno == ECONNRESET) return size_t{0};
    if (errno != EINTR && errno != EAGAIN) return system_error(name_, "cannot receive", errno);
  }
}

Status TcpStream::write(ByteView bytes) {
  while (!bytes.empty()) {
    AH_TRY(wait_for(POLLOUT));
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<size_t>(count));
    } else if (errno != EINTR && errno != EAGAIN) {
      return system_error(name_, "cannot send", errno);
    }
  }
  return {};
}

}  // namespace anchorhold::os
