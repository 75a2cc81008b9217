#include "contract/release.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "testkit/attack.h"
#include "testkit/sample_contract.h"

namespace anchorhold::contract {
namespace {

using testkit::FixedRandom;
using testkit::SampleContract;

class ReleaseTest : public testing::Test {
 protected:
  ReleaseTest() {
    release_.owner = "hospital-a";
    release_.contract = sealed_.digest;
    release_.input = "cohort-a";
    release_.tee_key.fill(0x31);
    release_.nonce = "bm9uY2U=";
    release_.ciphertext_sha256.fill(0x66);
    release_.ciphertext_bytes = 12345;
    release_.head_sha256.fill(0x67);
    release_.budget_index = 2;
    release_.checkpoint = "hospital-a.example/log\n7\nabc\n\n— key sig\n";
    release_.leaf_index = 6;
    request_ = {sealed_.digest, "cohort-a", release_.tee_key, release_.nonce};
  }

  std::string statement(const Release& release, const std::string& signer) {
    FixedRandom random(9);
    auto text = make_release(release, bytes_of(kIdentity), sample_.key(signer), random);
    EXPECT_TRUE(text.ok()) << (text ? "" : text.error().to_string());
    return *text;
  }

  ReleaseResource resource(const Release& release, const std::string& signer = "hospital-a") {
    return {statement(release, signer), SecretBytes::copy_of(bytes_of(kIdentity))};
  }

  // The error of verifying `release`, or "accepted".
  std::string verdict(const Release& release, const std::string& signer = "hospital-a") {
    const auto verified = verify_release(sealed_.contract, request_, resource(release, signer));
    return verified ? "accepted" : verified.error().object;
  }

  static constexpr std::string_view kIdentity =
      "AGE-SECRET-KEY-1QQQSYQCYQ5RQWZQFPG9SCRGWPUGPZYSNZS23V9CCRYDPK8QARC0S0U5Q4R";
  SampleContract sample_;
  SealedContract sealed_ = sample_.fully_signed();
  Release release_;
  ReleaseRequest request_;
};

TEST_F(ReleaseTest, RoundTrips) {
  const auto verified = verify_release(sealed_.contract, request_, resource(release_));
  ASSERT_TRUE(verified.ok()) << verified.error().to_string();
  EXPECT_EQ(verified->owner, "hospital-a");
  EXPECT_EQ(verified->ciphertext_bytes, 12345U);
  EXPECT_EQ(verified->head_sha256, release_.head_sha256);
  EXPECT_EQ(verified->budget_index, 2U);
  EXPECT_EQ(verified->checkpoint, release_.checkpoint);
  EXPECT_EQ(verified->leaf_index, 6U);
}

TEST_F(ReleaseTest, RefusesEveryFieldThatDoesNotAnswerTheRequest) {
  const auto with = [&](auto change) {
    Release changed = release_;
    change(changed);
    return verdict(changed);
  };
  EXPECT_EQ(with([](Release& r) { r.contract[0] ^= 1; }), "release.contract");
  EXPECT_EQ(with([](Release& r) { r.input = "cohort-c"; }), "release.input");
  EXPECT_EQ(with([](Release& r) { r.tee_key[0] ^= 1; }), "release.tee_key");
  EXPECT_EQ(with([](Release& r) { r.nonce = "b3RoZXI="; }), "release.nonce");
  EXPECT_EQ(with([](Release& r) { r.ciphertext_sha256[0] ^= 1; }), "release.ciphertext_sha256");
  EXPECT_EQ(with([](Release& r) { r.budget_index = 4; }), "release.budget_index");
}

TEST_F(ReleaseTest, RefusesASignerThatIsNotTheOwner) {
  EXPECT_NE(verdict(release_, "hospital-b"), "accepted");  // the owner's name, another's key
  Release other = release_;
  other.owner = "hospital-b";  // a party of the contract, but not this input's owner
  EXPECT_EQ(verdict(other, "hospital-b"), "release");
  other.owner = "host";  // no party at all
  EXPECT_NE(verdict(other, "hospital-b"), "accepted");
}

TEST_F(ReleaseTest, RefusesTheReleaseOfAnotherInput) {
  Release other = release_;
  other.owner = "hospital-b";
  other.input = "cohort-b";
  EXPECT_EQ(verdict(other, "hospital-b"), "release.input");
}

TEST_F(ReleaseTest, RefusesAnotherIdentity) {
  ReleaseResource swapped = resource(release_);
  swapped.identity.fill()[20] ^= 1;
  const auto verified = verify_release(sealed_.contract, request_, swapped);
  ASSERT_FALSE(verified.ok());
  EXPECT_EQ(verified.error().object, "release.identity_commitment");
}

TEST_F(ReleaseTest, StatementNamesNoSecret) {
  const std::string text = statement(release_, "hospital-a");
  EXPECT_EQ(text.find(kIdentity), std::string::npos);
  EXPECT_TRUE(verify_release_statement(sealed_.contract, sealed_.digest, text).ok());
}

TEST_F(ReleaseTest, SaltMakesEveryCommitmentNew) {
  FixedRandom random(1);
  const auto a = make_release(release_, bytes_of(kIdentity), sample_.key("hospital-a"), random);
  const auto b = make_release(release_, bytes_of(kIdentity), sample_.key("hospital-a"), random);
  const auto first = verify_release_statement(sealed_.contract, sealed_.digest, *a);
  const auto second = verify_release_statement(sealed_.contract, sealed_.digest, *b);
  EXPECT_NE(first->identity_commitment, second->identity_commitment);
}

TEST_F(ReleaseTest, NamedReleaseKeyTakesTheSigningKeysPlace) {
  SampleContract sample;
  FixedRandom random(77);
  const auto key = crypto::PrivateKey::generate(crypto::Algorithm::es256, random);
  sample.edit("[parties.hospital-a]",
              "[parties.hospital-a]\nrelease_key = \"" + key->public_key().to_text() + "\"");
  const SealedContract sealed = sample.fully_signed();
  Release release = release_;
  release.contract = sealed.digest;
  const auto by_release_key = make_release(release, bytes_of(kIdentity), *key, random);
  const auto by_signing_key =
      make_release(release, bytes_of(kIdentity), sample.key("hospital-a"), random);
  EXPECT_TRUE(verify_release_statement(sealed.contract, sealed.digest, *by_release_key).ok());
  EXPECT_FALSE(verify_release_statement(sealed.contract, sealed.digest, *by_signing_key).ok());
}

TEST_F(ReleaseTest, ResourceIsAnAgeIdentityFile) {
  const std::string text = statement(release_, "hospital-a");
  const SecretBytes resource = release_resource(text, bytes_of(kIdentity));
  const auto split = split_release_resource(resource.view());
  ASSERT_TRUE(split.ok());
  EXPECT_EQ(split->statement, text);
  EXPECT_EQ(text_of(split->identity.view()), kIdentity);
  testkit::for_each_truncation(resource.view(), [](ByteView prefix) {
    EXPECT_FALSE(split_release_resource(prefix).ok() && prefix.empty());
  });
  EXPECT_FALSE(split_release_resource(bytes_of("AGE-SECRET-KEY-1AAAA\n")).ok());
  EXPECT_FALSE(
      split_release_resource(bytes_of("# anchorhold release: {}\nAGE-SECRET-KEY-1\nmore\n")).ok());
}

TEST_F(ReleaseTest, NoFlippedBitPasses) {
  const std::string text = statement(release_, "hospital-a");
  const auto original = verify_release_statement(sealed_.contract, sealed_.digest, text);
  testkit::for_each_bit_flip(bytes_of(text), [&](ByteView mutant, size_t bit) {
    if (bit % 8 != bit / 8 % 8) return;
    const auto read = verify_release_statement(sealed_.contract, sealed_.digest, text_of(mutant));
    if (!read) return;
    EXPECT_EQ(read->identity_commitment, original->identity_commitment) << bit;
  });
}

TEST_F(ReleaseTest, RefusesAnIdentityThatWouldBreakTheResource) {
  FixedRandom random(1);
  const auto made = make_release(release_, bytes_of("AGE-SECRET-KEY-1AA\nAGE-SECRET-KEY-1BB"),
                                 sample_.key("hospital-a"), random);
  EXPECT_EQ(made.error().code, Code::invalid_argument);
}

}  // namespace
}  // namespace anchorhold::contract
