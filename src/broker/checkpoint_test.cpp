#include "broker/checkpoint.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::broker {
namespace {

// The worked example of golang.org/x/mod/sumdb/note.
constexpr std::string_view kKnownKey =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

class CheckpointTest : public testing::Test {
 protected:
  testkit::FixedRandom random_;
  crypto::PrivateKey key_ =
      crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random_).value();
  LogVerifier log_{"anchorhold/hospital-a", key_.public_key()};
  Checkpoint checkpoint_{"anchorhold/hospital-a", 7, Digest256{1, 2, 3}};
  std::string note_ = sign_checkpoint(checkpoint_, key_).value();
};

TEST_F(CheckpointTest, RoundTrips) {
  const auto opened = open_checkpoint("checkpoint", note_, log_);
  ASSERT_TRUE(opened.ok()) << opened.error().to_string();
  EXPECT_EQ(*opened, checkpoint_);
  EXPECT_TRUE(note_.starts_with("anchorhold/hospital-a\n7\nAQID"));
}

TEST_F(CheckpointTest, HasTheBytesThatTheDocumentationStates) {
  const auto key =
      crypto::PrivateKey::from_scalar("log", crypto::Algorithm::ed25519, Bytes(32, 0x11)).value();
  EXPECT_EQ(sign_checkpoint({"anchorhold/fuzz", 7, Digest256{1, 2, 3}}, key).value(),
            "anchorhold/fuzz\n7\nAQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n"
            "\u2014 anchorhold/fuzz FgttZUFWWO0zFfsQOpoUzj9hvIDAKQF9kudvBDK6PTPzs/"
            "bQkIRmAjgh24OM1OcvPWpBP0jPQCUOnLQt8dMJCFMu2Qw=\n");
}

TEST_F(CheckpointTest, EveryChangeIsRefused) {
  testkit::for_each_truncation(bytes_of(note_), [&](ByteView prefix) {
    EXPECT_FALSE(open_checkpoint("checkpoint", text_of(prefix), log_).ok());
  });
  testkit::for_each_bit_flip(bytes_of(note_), [&](ByteView mutant, size_t bit) {
    EXPECT_FALSE(open_checkpoint("checkpoint", text_of(mutant), log_).ok()) << bit;
  });
}

TEST_F(CheckpointTest, AnotherLogsKeyOrNameIsDenied) {
  const auto other = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random_).value();
  EXPECT_EQ(open_checkpoint("c", note_, {log_.name, other.public_key()}).error().code,
            Code::denied);
  EXPECT_EQ(open_checkpoint("c", note_, {"anchorhold/other", log_.key}).error().code, Code::denied);
}

TEST_F(CheckpointTest, OtherSignaturesAndExtensionLinesArePassedOver) {
  const auto witness = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random_).value();
  Checkpoint theirs = checkpoint_;
  theirs.origin = "witness";
  const std::string other = sign_checkpoint(theirs, witness).value();
  const std::string line = other.substr(other.find("\n\n") + 2);
  EXPECT_TRUE(open_checkpoint("c", note_ + line, log_).ok());
  EXPECT_FALSE(open_checkpoint("c", note_ + "no signature\n", log_).ok());
}

TEST_F(CheckpointTest, TheOriginMustBeAKeyName) {
  for (const char* origin : {"", "a b", "a+b", "a\nb"}) {
    EXPECT_FALSE(sign_checkpoint({origin, 1, {}}, key_).ok()) << origin;
  }
}

TEST_F(CheckpointTest, VerifierTextRoundTripsAndAgreesWithOtherTools) {
  const auto known = LogVerifier::from_text("key", kKnownKey);
  ASSERT_TRUE(known.ok()) << known.error().to_string();
  EXPECT_EQ(known->to_text(), kKnownKey);
  EXPECT_EQ(LogVerifier::from_text("key", log_.to_text())->to_text(), log_.to_text());
  std::string wrong(kKnownKey);
  wrong[13] = 'd';
  EXPECT_FALSE(LogVerifier::from_text("key", wrong).ok());
}

}  // namespace
}  // namespace anchorhold::broker
