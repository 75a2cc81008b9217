#include "agent/demand.h"

#include "age/stream.h"
#include "agent/on_demand_test.h"
#include "crypto/hash.h"

namespace anchorhold::agent {
namespace {

using age::chunk_size;
using age::sealed_chunk_size;

TEST_F(OnDemand, ReadsWhatTheOwnerReleased) {
  const Status opened = open();
  ASSERT_TRUE(opened.ok()) << opened.error().to_string();
  EXPECT_EQ(opened_->inputs.at("cohort-b").size(), plain_.size());
  for (const uint64_t offset : {size_t{0}, size_t{5}, chunk_size, 4 * chunk_size, plain_.size()}) {
    for (const size_t bytes : {size_t{1}, size_t{1000}, chunk_size, size_t{1} << 20})
      EXPECT_TRUE(read(offset, bytes).ok());
  }
  const receipt::UsedInput& used = opened_->inputs.at("cohort-b").used();
  EXPECT_FALSE(used.sha256.has_value());
  EXPECT_EQ(used.head_sha256, head_digest(cipher_));
  EXPECT_EQ(used.bytes, cipher_.size());
  EXPECT_EQ(used.release, "the statement");
}

TEST_F(OnDemand, OpeningReadsTheFrontAndTheLastChunkOnly) {
  ASSERT_TRUE(open().ok());
  EXPECT_EQ(requests_, 3U) << "length, head, last chunk";
  EXPECT_LE(largest_, 4096U);
  requests_ = 0;
  EXPECT_TRUE(read(0, plain_.size()).ok());
  EXPECT_EQ(requests_, 1U) << "one question for many chunks";
}

TEST_F(OnDemand, AnotherLengthIsRefusedBeforeTheKeyIsUsed) {
  ReleasedKey key = released(cipher_);
  key.resource.identity = SecretBytes::copy_of(bytes_of("no key at all"));
  for (const size_t size : {size_t{1}, size_t{100}, cipher_.size() - 1, cipher_.size() + 1}) {
    served_ = cipher_;
    served_.resize(size);
    const Status opened = open(key);
    expect_refused(opened, Code::denied);
    EXPECT_EQ(opened.error().expected, std::to_string(cipher_.size()) + " bytes");
  }
  served_.clear();
  EXPECT_FALSE(open(key).ok());
  served_ = cipher_;
  claimed_ = cipher_.size() + 1;
  expect_refused(open(key), Code::denied);
}

TEST_F(OnDemand, AHostThatLiesAboutTheLengthIsRefused) {
  claimed_ = cipher_.size();
  served_.resize(cipher_.size() - sealed_chunk_size);
  EXPECT_FALSE(open().ok()) << "cut at a chunk, with the old length claimed";
  served_ = cipher_;
  served_.resize(cipher_.size() + 16);
  EXPECT_TRUE(open().ok()) << "bytes after the end are nobody's";
  EXPECT_TRUE(read(0, plain_.size()).ok());
}

TEST_F(OnDemand, AnyChangedByteOfTheHeadIsRefusedBeforeTheKeyIsUsed) {
  ReleasedKey key = released(cipher_);
  key.resource.identity = SecretBytes::copy_of(bytes_of("no key at all"));
  for (size_t at = 0; at < head_size(cipher_); ++at) {
    served_ = cipher_;
    served_[at] ^= 1;
    const Status opened = open(key);
    ASSERT_FALSE(opened.ok()) << at;
    EXPECT_TRUE(opened.error().object.starts_with("input cohort-b")) << opened.error().object;
    EXPECT_EQ(opened.error().to_string().find("identity"), std::string::npos) << at;
  }
}

TEST_F(OnDemand, AnyChangedByteOfTheLastChunkIsRefusedWhenOpening) {
  for (size_t at = cipher_.size() - 1016; at < cipher_.size(); at += 127) {
    served_ = cipher_;
    served_[at] ^= 1;
    expect_refused(open(), Code::denied);
  }
}

TEST_F(OnDemand, AChangedChunkIsRefusedWhenItIsRead) {
  for (const size_t chunk : {0U, 1U, 3U}) {
    served_ = cipher_;
    ASSERT_TRUE(open().ok());
    EXPECT_TRUE(read(0, plain_.size()).ok());
    served_[head_size(cipher_) + chunk * sealed_chunk_size + 77] ^= 1;
    for (const size_t other : {0U, 1U, 2U, 3U}) {
      const Status status = read(other * chunk_size + 10, 20);
      EXPECT_EQ(status.ok(), other != chunk);
      if (!status.ok()) expect_refused(status, Code::denied);
    }
    expect_refused(read(0, plain_.size()), Code::denied);
  }
}

TEST_F(OnDemand, SwappedChunksAreRefused) {
  const auto begin = served_.begin() + static_cast<std::ptrdiff_t>(head_size(cipher_));
  const auto chunk = static_cast<std::ptrdiff_t>(sealed_chunk_size);
  std::swap_ranges(begin, begin + chunk, begin + 2 * chunk);
  ASSERT_TRUE(open().ok());
  expect_refused(read(5, 5), Code::denied);
  EXPECT_TRUE(read(chunk_size, chunk_size).ok());
  expect_refused(read(2 * chunk_size, 5), Code::denied);
}

TEST_F(OnDemand, AnotherFileUnderTheSameIdentityIsRefused) {
  served_ = encrypt(plain_);
  ASSERT_EQ(served_.size(), cipher_.size());
  const Status opened = open();
  expect_refused(opened, Code::denied);
  EXPECT_EQ(opened.error().message, "not the ciphertext that its owner released");
}

TEST_F(OnDemand, AFileThatIsReplacedDuringTheRunIsRefused) {
  ASSERT_TRUE(open().ok());
  EXPECT_TRUE(read(0, 10).ok());
  served_ = encrypt(plain_);
  expect_refused(read(chunk_size, 10), Code::denied);
}

TEST_F(OnDemand, AFileThatChangesItsLengthDuringTheRunIsRefused) {
  ASSERT_TRUE(open().ok());
  served_.push_back(0);
  expect_refused(read(0, 10), Code::denied);
  served_ = cipher_;
  ASSERT_TRUE(open().ok());
  served_.resize(chunk_size);
  expect_refused(read(2 * chunk_size, 10), Code::denied);
}

}  // namespace
}  // namespace anchorhold::agent
