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
  // was opened, and empty after that. A failure goes over a connection of its own: the first one
  // may be in the middle of an input.
  Status finished() { return status(http_, true, {}); }
  Status failed(std::string_view detail);

 private:
  Host(Channel& channel, os::SocketStream stream)
      : channel_(channel), stream_(std::move(stream)), http_(stream_, stream_, "host", limits()) {}
  static net::HttpLimits limits();
  Result<std::string> text(const std::string& target);
  static Status status(net::HttpClient& http, bool ok, std::string_view detail);

  Channel& channel_;
  os::SocketStream stream_;
  net::HttpClient http_;
};

}  // namespace anchorhold::agent
