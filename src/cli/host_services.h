#pragma once
// HostServices: what the host offers an agent on its first port: contract, deployment and
// ciphertexts in; results, receipt and the one word about the run out. Everything that passes here
// is public or encrypted.

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "net/http_server.h"
#include "os/fd.h"

namespace anchorhold::cli {

struct Offered {
  std::string contract;                       // the sealed contract's text
  std::string deployment;                     // as measured into PCR3
  std::map<std::string, std::string> inputs;  // name -> path of the ciphertext
  uint64_t result_bytes = 0;                  // the most that all results together may take
};

class HostServices {
 public:
  explicit HostServices(Offered offered) : offered_(std::move(offered)) {}

  // serve: one connection of the agent, until it closes.
  void serve(os::Fd connection);

  // What came out. Read it after the enclave has ended.
  struct Outcome {
    std::optional<bool> ok;  // empty: the agent ended without a word
    std::string detail;
    std::map<std::string, Bytes> files;  // "outputs/NAME", "receipt", "report"
  };
  const Outcome& outcome() const { return outcome_; }

 private:
  net::HttpReply answer(const net::HttpRequest& request, net::Body& body);
  net::HttpReply offer_input(const net::HttpRequest& request) const;
  net::HttpReply take_file(const std::string& name, net::Body& body);
  net::HttpReply take_status(net::Body& body);

  Offered offered_;
  std::mutex mutex_;
  Outcome outcome_;
  uint64_t taken_bytes_ = 0;
};

}  // namespace anchorhold::cli
