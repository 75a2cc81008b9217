// Inputs whose ciphertext the contract fixes.

#include "age/encrypt.h"
#include "age/header.h"
#include "age/unwrap.h"
#include "age/x25519_stanza.h"
#include "agent/on_demand_test.h"
#include "crypto/hash.h"

namespace anchorhold::agent {
namespace {

// The sample's contract fixes the ciphertext of cohort-a.
TEST_F(OnDemand, AFixedCiphertextIsReadAsAWholeAndNamedByItsDigest) {
  ASSERT_TRUE(open(released(cipher_), true).ok());
  const receipt::UsedInput& used = opened_->inputs.at("cohort-a").used();
  EXPECT_EQ(used.sha256, crypto::sha256(cipher_));
  EXPECT_FALSE(used.head_sha256.has_value());
  EXPECT_TRUE(read(0, plain_.size()).ok());
  served_[head_size(cipher_) + 5] ^= 1;
  expect_refused(read(0, 10), Code::denied);
}

TEST_F(OnDemand, AnyChangedByteOfAFixedCiphertextIsRefusedWhenOpening) {
  for (const size_t at : {size_t{0}, size_t{190}, cipher_.size() / 2, cipher_.size() - 1}) {
    served_ = cipher_;
    served_[at] ^= 1;
    expect_refused(open(released(cipher_), true), Code::denied);
  }
}

// Two files of one owner that share header, nonce and length: only he can make them.
TEST_F(OnDemand, AnOwnerCannotExchangeAFixedCiphertextForAnotherUnderItsHead) {
  const age::FileKey file_key{ByteArray<16>{1, 2, 3}};
  const age::StreamNonce nonce{};
  const auto stanza = age::wrap_x25519(file_key, identity_.recipient(), random_);
  const auto header = age::authenticated_header(std::span(&*stanza, 1), file_key);
  const auto file = [&](std::string_view text) {
    MemorySource source(bytes_of(text));
    BufferedBlocks blocks(source);
    MemorySink sink;
    EXPECT_TRUE(sink.write(bytes_of(*header)).ok() && sink.write(nonce).ok());
    auto sealer = age::ChunkSealer::create(file_key, nonce);
    EXPECT_TRUE(age::seal_stream(blocks, sink, *sealer).ok());
    return sink.take();
  };
  const std::string last_chunk(age::chunk_size, '.');
  const Bytes agreed = file("agreed" + last_chunk);
  const Bytes other = file("others" + last_chunk);
  ASSERT_EQ(head_digest(agreed), head_digest(other));
  plain_ = copy_of(bytes_of("others"));
  served_ = other;
  EXPECT_TRUE(open(released(agreed)).ok()) << "the owner's word is all that there is";
  EXPECT_TRUE(read(0, 6).ok());
  expect_refused(open(released(agreed), true), Code::denied);
  served_ = agreed;
  ASSERT_TRUE(open(released(agreed), true).ok());
  served_ = other;
  expect_refused(read(0, 6), Code::denied);
}

}  // namespace
}  // namespace anchorhold::agent
