#include "attester/nsm_client.h"

#include <gtest/gtest.h>

#include <thread>

#include "attester/nsm_server.h"
#include "os/socket.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::attester {
namespace {

using testkit::FixedRandom;
using testkit::NsmForge;

// A module behind a socket, served until the client closes.
class NsmClientTest : public testing::Test {
 protected:
  NsmClientTest() {
    auto ends = os::socket_pair(os::SocketKind::seqpacket).value();
    client_ = std::make_unique<NsmClient>(std::move(ends.first));
    server_ = std::thread([socket = std::move(ends.second)] {
      FixedRandom random(2);
      const SoftwareRoot root = SoftwareRoot::generate(random, NsmForge::at()).value();
      Leaf leaf = root.issue_leaf("software-a-enc0000000000000001", random, NsmForge::at()).value();
      SoftwareNsm module = SoftwareNsm::create(std::move(leaf), {}).value();
      for (;;) {
        const auto more = serve_request(socket, module, NsmForge::at(), random);
        if (!more.ok() || !*more) return;
      }
    });
  }
  ~NsmClientTest() override {
    client_.reset();
    server_.join();
  }

  std::unique_ptr<NsmClient> client_;
  std::thread server_;
};

TEST_F(NsmClientTest, SpeaksEveryRequest) {
  EXPECT_EQ(client_->describe()->module_id, "software-a-enc0000000000000001");
  const Digest384 extended = client_->extend(16, Bytes(48, 1)).value();
  EXPECT_EQ(client_->describe_register(16)->data, extended);
  EXPECT_TRUE(client_->lock(16).ok());
  EXPECT_TRUE(client_->lock_range(18).ok());
  EXPECT_EQ(client_->random()->size(), nsm::random_chunk);
  const auto document = client_->attest({std::nullopt, Bytes(32, 5), std::nullopt});
  ASSERT_TRUE(document.ok());
  EXPECT_EQ(nsm::parse_document(*document)->claimed().document.nonce, Bytes(32, 5));
}

TEST_F(NsmClientTest, ErrorsSayWhatTheModuleSaid) {
  const auto locked = client_->extend(0, Bytes(48));
  ASSERT_FALSE(locked.ok());
  EXPECT_EQ(locked.error().code, Code::denied);
  EXPECT_EQ(locked.error().seen, "ReadOnlyIndex");
  EXPECT_EQ(client_->lock(32).error().code, Code::invalid_argument);
  const auto large = client_->attest({Bytes(4000), std::nullopt, std::nullopt});
  EXPECT_EQ(large.error().code, Code::limit_exceeded);
  const auto larger = client_->attest({Bytes(5000), std::nullopt, std::nullopt});
  EXPECT_EQ(larger.error().seen, "InputTooLarge") << "refused by size before it was read";
  EXPECT_TRUE(client_->describe().ok()) << "the session goes on";
}

TEST_F(NsmClientTest, ModuleRandomFillsAnyLength) {
  ModuleRandom random(*client_);
  Bytes bytes(1000);
  ASSERT_TRUE(random.fill(bytes).ok());
  EXPECT_NE(Bytes(bytes.begin(), bytes.begin() + 256),
            Bytes(bytes.begin() + 256, bytes.begin() + 512));
  EXPECT_NE(bytes.back(), 0);
}

TEST(NsmClient, APeerThatIsGoneIsAnError) {
  auto ends = os::socket_pair(os::SocketKind::seqpacket).value();
  NsmClient client(std::move(ends.first));
  ends.second.reset();
  EXPECT_FALSE(client.describe().ok());
}

TEST(NsmClient, AnAnswerOfAnotherKindIsRefused) {
  auto ends = os::socket_pair(os::SocketKind::seqpacket).value();
  NsmClient client(std::move(ends.first));
  ASSERT_TRUE(os::send_message(ends.second, nsm::encode_response(nsm::Locked{})).ok());
  const auto answer = client.describe();
  ASSERT_FALSE(answer.ok());
  EXPECT_EQ(answer.error().code, Code::malformed);
}

}  // namespace
}  // namespace anchorhold::attester
