#pragma once
// HostRanges: parts of the ciphertexts that stay with the untrusted host, over a connection of
// their own. Nothing that comes from here is believed.

#include <memory>
#include <string>

#include "agent/channel.h"
#include "net/http_client.h"

namespace anchorhold::agent {

// HostRanges: one thread asks at a time.
class HostRanges {
 public:
  static Result<std::unique_ptr<HostRanges>> connect(Channel& channel);

  // read: fills `out` with the bytes of the input from `offset` on; returns how long the host says
  // that all of it is. After an error the connection is of no use.
  Result<uint64_t> read(const std::string& input, uint64_t offset, MutableBytes out);

  // interrupt: ends a read that waits for the host, and all later ones; from any thread.
  void interrupt();

 private:
  explicit HostRanges(os::SocketStream stream)
      : stream_(std::move(stream)), http_(stream_, stream_, "host") {}

  os::SocketStream stream_;
  net::HttpClient http_;
};

// HostedInput: the ciphertext of one input by position.
class HostedInput : public RandomAccess {
 public:
  // open: asks the host for the length. `host` must outlive the result.
  static Result<HostedInput> open(HostRanges& host, std::string name);

  uint64_t size() const override { return bytes_; }
  // read_at: denied when the host now says another length.
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;

 private:
  HostedInput(HostRanges& host, std::string name, uint64_t bytes)
      : host_(&host), name_(std::move(name)), bytes_(bytes) {}

  HostRanges* host_;
  std::string name_;
  uint64_t bytes_;
};

}  // namespace anchorhold::agent
