#pragma once
// What all tests of inputs on demand share: an owner, a host, and the agent between them.

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>

#include "agent/demand.h"
#include "agent/fake_host_test.h"
#include "testkit/sample_contract.h"

namespace anchorhold::agent {

// head_digest, head_size: of age's header and the payload's nonce.
Digest256 head_digest(ByteView file);
size_t head_size(ByteView file);

// OnDemand: a host that serves parts of `served_`, and an owner that released `cipher_`.
class OnDemand : public testing::Test {
 protected:
  OnDemand();
  ~OnDemand() override;

  Bytes encrypt(ByteView plain);
  ReleasedKey released(ByteView cipher) const;
  net::HttpResponse answer(const net::HttpRequest& request);

  // open: input cohort-b, whose ciphertext the contract does not fix, or cohort-a, where it does.
  Status open(const ReleasedKey& key, bool fixed = false);
  Status open() { return open(released(cipher_)); }
  // read: from the input that is open; what comes is what its owner encrypted.
  Status read(uint64_t offset, size_t bytes);

  static void expect_refused(const Status& status, Code code);

  testkit::FixedRandom random_{5};
  testkit::SampleContract sample_;
  contract::SealedContract sealed_ = sample_.fully_signed();
  age::Identity identity_ = age::Identity::generate(random_).value();
  Bytes plain_;
  Bytes cipher_;
  Bytes served_;
  std::optional<uint64_t> claimed_;  // what the host says is the length
  std::atomic<size_t> requests_ = 0;
  std::atomic<uint64_t> largest_ = 0;
  std::string name_;
  std::unique_ptr<FakeMonitor> monitor_;
  std::optional<OpenedInputs> opened_;
};

}  // namespace anchorhold::agent
