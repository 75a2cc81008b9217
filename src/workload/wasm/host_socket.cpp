// Sockets: nothing that a module can have open is one.
#include "workload/wasm/host.h"

namespace anchorhold::wasi {

Errno Host::sock_accept(Descriptor fd, uint32_t /*flags*/, Pointer /*accepted*/) {
  return no_socket(fd);
}

Errno Host::sock_recv(Descriptor fd, Pointer /*iovs*/, Size /*count*/, uint32_t /*flags*/,
                      Pointer /*read*/, Pointer /*out_flags*/) {
  return no_socket(fd);
}

Errno Host::sock_send(Descriptor fd, Pointer /*iovs*/, Size /*count*/, uint32_t /*flags*/,
                      Pointer /*sent*/) {
  return no_socket(fd);
}

Errno Host::sock_shutdown(Descriptor fd, uint32_t /*how*/) {
  return no_socket(fd);
}

Errno Host::no_socket(Descriptor fd) {
  return table_.find(fd) == nullptr ? Errno::badf : Errno::notsock;
}

}  // namespace anchorhold::wasi
