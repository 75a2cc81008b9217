#pragma once
// Host: what the agent asks of the untrusted host over one HTTP connection. Nothing that comes from
// here is believed.

#include "agent/channel.h"
#include "base/secret.h"
#include "net/http_client.h"

namespace anchorhold::agent {

class Host {
 public:
  static Result<std::unique_ptr<Host>> connect(Channel& channel);

  // contract: the sealed contract's text. deployment: the settings' text, as measured into PCR3.
  Result<std::string> contract() { return text("/contract"); }
  Result<std::string> deployment() { return text("/deployment"); }
  // input: the ciphertext of one input as a stream; read it to its end before the next call.
  Result<net::Body> input(const std::string& name) { return http_.open("/inputs/" + name); }

  // put: hands out one finished file: "outputs/NAME", "receipt", "report".
  Status put(const std::string& path, ByteView bytes);

  // finished and failed: the only two words about a run. `detail` is for failures before any input
  // was opened, and empty after that.
  Status finished() { return status(true, {}); }
  Status failed(std::string_view detail) { return status(false, detail); }

 private:
  explicit Host(os::SocketStream stream)
      : stream_(std::move(stream)), http_(stream_, stream_, "host", limits()) {}
  static net::HttpLimits limits();
  Result<std::string> text(const std::string& target);
  Status status(bool ok, std::string_view detail);

  os::SocketStream stream_;
  net::HttpClient http_;
};

}  // namespace anchorhold::agent
