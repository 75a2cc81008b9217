#include "agent/control.h"

#include <sys/socket.h>
#include <unistd.h>

#include <functional>

#include "base/base64.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace anchorhold::agent {

namespace {

constexpr std::string_view kAttest = "attest ";
constexpr size_t kMaxNonceBytes = 512;
constexpr size_t kMaxLine = 2 * kMaxNonceBytes + 64;

Result<std::string> answer(Module& module, const Digest384& contract, std::string_view line) {
  if (!line.starts_with(kAttest))
    return Error{Code::unsupported, "command", "unknown"}.want("attest <hex nonce>");
  AH_ASSIGN(const Bytes nonce, from_hex("nonce", line.substr(kAttest.size())));
  if (nonce.empty() || nonce.size() > kMaxNonceBytes)
    return Error{Code::invalid_argument, "nonce", "1 to 512 bytes"};
  nsm::Attestation bound;
  bound.nonce = nonce;
  bound.user_data = copy_of(attest_user_data(contract, nonce));
  AH_ASSIGN(const Bytes document, module.attest(bound));
  return to_base64(document, Base64::standard);
}

void answer_lines(os::SocketStream& stream, Module& module, const Digest384& contract) {
  std::string line;
  for (;;) {
    uint8_t byte = 0;
    const auto count = stream.read({&byte, 1});
    if (!count.ok() || *count == 0 || line.size() > kMaxLine) return;
    if (byte != '\n') {
      line += static_cast<char>(byte);
      continue;
    }
    const auto reply = answer(module, contract, line);
    const std::string text = (reply.ok() ? *reply : "error " + reply.error().to_string()) + "\n";
    if (!stream.write(bytes_of(text)).ok()) return;
    line.clear();
  }
}

void serve(os::SocketStream stream, Module& module, Digest384 contract) {
  answer_lines(stream, module, contract);
  // Control holds this socket too, so closing alone would leave the host waiting.
  ::shutdown(stream.fd(), SHUT_RDWR);
}

}  // namespace

Digest384 attest_user_data(const Digest384& contract, ByteView nonce) {
  crypto::Sha384 hash;
  hash.update(bytes_of("anchorhold attest v1"));
  hash.update(contract);
  hash.update(nonce);
  return hash.finish();
}

Control Control::start(Channel& channel, Module& module, const Digest384& contract) {
  Control control;
  auto stream = channel.connect(kControlPort);
  if (!stream.ok()) return control;
  // The thread owns the stream; this descriptor of the same socket only serves to end it.
  control.stream_ = os::Fd(::dup(stream->fd()));
  control.thread_ = std::thread(serve, std::move(*stream), std::ref(module), contract);
  return control;
}

Control::~Control() {
  if (!thread_.joinable()) return;
  ::shutdown(stream_.get(), SHUT_RDWR);
  thread_.join();
}

}  // namespace anchorhold::agent
