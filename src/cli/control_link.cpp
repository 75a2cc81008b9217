#include "cli/control_link.h"

#include <poll.h>

#include <cerrno>

#include "base/base64.h"

namespace anchorhold::cli {

namespace {
constexpr size_t kMaxAnswer = 32768;
}

void ControlLink::hold(os::Fd connection) {
  pollfd hangup{connection.get(), POLLRDHUP, 0};
  {
    const std::lock_guard lock(mutex_);
    stream_.emplace(std::move(connection));
  }
  while (::poll(&hangup, 1, -1) < 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  stream_.reset();
}

Result<Bytes> ControlLink::attest(const std::string& nonce_hex) {
  const std::lock_guard lock(mutex_);
  if (!stream_)
    return Error{Code::unavailable, "enclave", "its agent does not answer yet"}.advise("try again");
  AH_TRY(stream_->write(bytes_of("attest " + nonce_hex + "\n")));
  std::string line;
  for (;;) {
    uint8_t byte = 0;
    AH_ASSIGN(const size_t count, stream_->read({&byte, 1}));
    if (count == 0) return Error{Code::unavailable, "enclave", "ended"};
    if (byte == '\n') break;
    line += static_cast<char>(byte);
    if (line.size() > kMaxAnswer)
      return Error{Code::limit_exceeded, "enclave", "its answer is too long"};
  }
  if (line.starts_with("error ")) return Error{Code::denied, "enclave", line.substr(6)};
  return from_base64("enclave: evidence", line, Base64::standard);
}

}  // namespace anchorhold::cli
