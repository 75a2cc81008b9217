// Inputs that are larger than memory.

#include <algorithm>
#include <fstream>

#include "age/header.h"
#include "age/x25519_stanza.h"
#include "agent/on_demand_test.h"
#include "crypto/hash.h"

namespace anchorhold::agent {
namespace {

// SealedZeros: an age file of any size, each chunk of which is sealed when it is read.
class SealedZeros : public RandomAccess {
 public:
  SealedZeros(uint64_t plain_bytes, const age::Identity& identity, Random& random)
      : chunks_(plain_bytes / age::chunk_size) {
    const auto stanza = age::wrap_x25519(file_key_, identity.recipient(), random);
    const auto header = age::authenticated_header(std::span(&*stanza, 1), file_key_);
    head_ = copy_of(bytes_of(*header));
    append(head_, nonce_);
  }
  const Bytes& head() const { return head_; }
  uint64_t size() const override { return head_.size() + chunks_ * age::sealed_chunk_size; }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override {
    size_t done = 0;
    for (; done < out.size() && offset + done < size(); ++done) {
      const uint64_t at = offset + done;
      if (at < head_.size()) {
        out[done] = head_[static_cast<size_t>(at)];
        continue;
      }
      const uint64_t chunk = (at - head_.size()) / age::sealed_chunk_size;
      const size_t inside = static_cast<size_t>((at - head_.size()) % age::sealed_chunk_size);
      AH_TRY(seal(chunk));
      const size_t count = std::min(out.size() - done, age::sealed_chunk_size - inside);
      std::copy_n(sealed_.begin() + static_cast<std::ptrdiff_t>(inside), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
      done += count - 1;
    }
    largest = std::max(largest, done);
    return done;
  }
  size_t largest = 0;

 private:
  Status seal(uint64_t chunk) {
    if (chunk == now_) return {};
    AH_ASSIGN(age::ChunkSealer sealer, age::ChunkSealer::create(file_key_, nonce_));
    now_ = chunk;
    return sealer.seal(chunk, chunk + 1 == chunks_, zeros_, sealed_);
  }

  uint64_t chunks_;
  age::FileKey file_key_{ByteArray<16>{9}};
  age::StreamNonce nonce_{};
  Bytes head_;
  Bytes zeros_ = Bytes(age::chunk_size);
  Bytes sealed_ = Bytes(age::sealed_chunk_size);
  uint64_t now_ = UINT64_MAX;
};

size_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  size_t total = 0;
  size_t resident = 0;
  statm >> total >> resident;
  return resident * 4096;
}

TEST_F(OnDemand, TenGibibytesNeedNoMemory) {
  constexpr uint64_t bytes = uint64_t{10} << 30;
  auto file = std::make_unique<SealedZeros>(bytes, identity_, random_);
  SealedZeros& watched = *file;
  ReleasedKey key = released(cipher_);
  key.release.ciphertext_bytes = file->size();
  key.release.head_sha256 = crypto::sha256(file->head());
  const size_t before = resident_bytes();
  auto opened = OpenedInput::open("large", std::move(file), key, false);
  ASSERT_TRUE(opened.ok()) << opened.error().to_string();
  EXPECT_EQ(opened->size(), bytes);
  Bytes out(size_t{1} << 20);
  for (uint64_t place = 12345; place < bytes; place += bytes / 50) {
    const auto count = opened->read_at(place, out);
    ASSERT_TRUE(count.ok()) << count.error().to_string();
    ASSERT_EQ(*count, std::min<uint64_t>(out.size(), bytes - place));
    EXPECT_EQ(out.front(), 0);
  }
  EXPECT_LE(watched.largest, 17 * age::sealed_chunk_size);
  EXPECT_LT(resident_bytes() - std::min(before, resident_bytes()), size_t{8} << 20);
}

}  // namespace
}  // namespace anchorhold::agent
