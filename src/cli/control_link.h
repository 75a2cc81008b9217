#pragma once
// ControlLink: the host's end of the agent's control port, for the commands of `attest` and `stop`.

#include <mutex>
#include <optional>
#include <string>

#include "base/result.h"
#include "os/socket.h"

namespace anchorhold::cli {

class ControlLink {
 public:
  // hold: takes the agent's connection and returns when the agent has closed it. For a port
  // handler.
  void hold(os::Fd connection);

  // attest: fresh evidence of the running enclave over `nonce_hex`, as the agent answered it;
  // nothing is verified.
  Result<Bytes> attest(const std::string& nonce_hex);

 private:
  std::mutex mutex_;
  std::optional<os::SocketStream> stream_;
};

}  // namespace anchorhold::cli
