#include <linux/if_packet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

#include "cases.h"

namespace anchorhold::hostile {

namespace {

std::string open_socket(int family, int type, int protocol = 0) {
  return got(::socket(family, type, protocol), "a socket");
}

sockaddr_un abstract_address(socklen_t& size) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path + 1, bait_abstract_socket);
  size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 +
                                std::strlen(bait_abstract_socket));
  return address;
}

std::string every_family() {
  for (int family = 0; family < 64; ++family) {
    for (const int type : {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM}) {
      if (::socket(family, type, 0) >= 0) return "family " + std::to_string(family);
    }
  }
  return "";
}

std::string pair_to_abstract() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) return "";
  socklen_t size = 0;
  const sockaddr_un address = abstract_address(size);
  const auto* to = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(pair[0], to, size) == 0) return "connected";
  return ::sendto(pair[0], "x", 1, 0, to, size) == 1 && ::send(pair[1], "", 0, MSG_NOSIGNAL) < 0
             ? "sent"
             : "";
}

std::string listen_on_pair() {
  int pair[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) != 0) return "";
  socklen_t size = 0;
  const sockaddr_un address = abstract_address(size);
  return got(::bind(pair[0], reinterpret_cast<const sockaddr*>(&address), size), "a bound socket") +
         got(::listen(pair[0], 1), "a listening socket");
}

// Old entrances to the same calls; both end the process.
std::string socket_in_32_bit() {
  long result = 359;  // socket in the 32-bit table
  asm volatile("int $0x80" : "+a"(result) : "b"(AF_INET), "c"(SOCK_STREAM), "d"(0) : "memory");
  return got(result, "a socket");
}

constexpr long x32 = 0x40000000;

const Case of_the_network[] = {
    {"socket-inet-stream", [] { return open_socket(AF_INET, SOCK_STREAM); }},
    {"socket-inet-datagram", [] { return open_socket(AF_INET, SOCK_DGRAM); }},
    {"socket-inet6-stream", [] { return open_socket(AF_INET6, SOCK_STREAM); }},
    {"socket-inet-raw", [] { return open_socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); }},
    {"socket-ping", [] { return open_socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP); }},
    {"socket-packet", [] { return open_socket(AF_PACKET, SOCK_RAW); }},
    {"socket-netlink", [] { return open_socket(AF_NETLINK, SOCK_RAW); }},
    {"socket-unix-stream", [] { return open_socket(AF_UNIX, SOCK_STREAM); }},
    {"socket-unix-datagram", [] { return open_socket(AF_UNIX, SOCK_DGRAM); }},
    {"socket-vsock", [] { return open_socket(AF_VSOCK, SOCK_STREAM); }},
    {"socket-alg", [] { return open_socket(AF_ALG, SOCK_SEQPACKET); }},
    {"socket-every-family", every_family},
    {"socketpair-datagram",
     [] {
       int pair[2];
       return got(::socketpair(AF_UNIX, SOCK_DGRAM, 0, pair),
                  "a datagram pair, which can send to any address");
     }},
    {"socketpair-to-abstract-address", pair_to_abstract},
    {"socketpair-listening", listen_on_pair},
    {"socket-by-32-bit-call", socket_in_32_bit},
    {"socket-by-x32-call",
     [] { return got(::syscall(x32 + SYS_socket, AF_INET, SOCK_STREAM, 0), "a socket"); }},
};

}  // namespace

std::span<const Case> network_cases() {
  return of_the_network;
}

}  // namespace anchorhold::hostile
