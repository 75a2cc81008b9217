#include "age/decrypt.h"

#include <gtest/gtest.h>

#include "age/encrypt.h"
#include "age/stream.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"

namespace anchorhold::age {
namespace {

class Age : public ::testing::Test {
 protected:
  Age() {
    identities_.push_back(*Identity::generate(random_));
    recipients_.push_back(identities_.front().recipient());
  }

  Bytes encrypted(ByteView plain, const EncryptOptions& options = {}) {
    MemorySource source(plain);
    MemorySink file;
    EXPECT_TRUE(encrypt(source, file, recipients_, random_, options).ok());
    return file.take();
  }

  Status decrypted(ByteView file, Bytes& plain, const Rules& rules = {}) {
    MemorySource source(file);
    MemorySink sink;
    Status status = decrypt(source, sink, identities_, rules);
    plain = sink.take();
    return status;
  }

  Bytes some_bytes(size_t size) {
    Bytes bytes(size);
    EXPECT_TRUE(random_.fill(bytes).ok());
    return bytes;
  }

  testkit::FixedRandom random_{7};
  std::vector<Identity> identities_;
  std::vector<Recipient> recipients_;
};

TEST_F(Age, RoundTripsAroundEveryBoundaryOfChunksAndBlocks) {
  for (const size_t chunks : {0U, 1U, 2U, 7U, 8U, 9U, 16U}) {
    for (const int beside : {-1, 0, 1}) {
      if (chunks == 0 && beside < 0) continue;
      const Bytes plain = some_bytes(chunks * chunk_size + static_cast<size_t>(beside));
      Bytes again;
      const Status status = decrypted(encrypted(plain), again);
      ASSERT_TRUE(status.ok()) << plain.size() << ": " << status.error().to_string();
      EXPECT_EQ(again, plain) << plain.size();
    }
  }
}

TEST_F(Age, RoundTripsThroughArmor) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{70000}, size_t{700000}}) {
    const Bytes plain = some_bytes(size);
    Bytes again;
    const Status status = decrypted(encrypted(plain, {.armor = true}), again);
    ASSERT_TRUE(status.ok()) << status.error().to_string();
    EXPECT_EQ(again, plain);
  }
}

TEST_F(Age, ArmorInArmorIsRefused) {
  const Bytes inner = encrypted(some_bytes(10), {.armor = true});
  std::string text = "-----BEGIN AGE ENCRYPTED FILE-----\n";
  text += string_of(inner) + "-----END AGE ENCRYPTED FILE-----\n";
  Bytes plain;
  EXPECT_FALSE(decrypted(bytes_of(text), plain).ok());
}

TEST_F(Age, EveryRecipientOpensTheFileAloneAndNobodyElse) {
  identities_.push_back(*Identity::generate(random_));
  recipients_.push_back(identities_.back().recipient());
  const Bytes file = encrypted(some_bytes(100));
  for (const Identity& identity : identities_) {
    MemorySource source(file);
    MemorySink plain;
    EXPECT_TRUE(decrypt(source, plain, std::span(&identity, 1)).ok());
  }
  const Identity stranger = *Identity::generate(random_);
  MemorySource source(file);
  MemorySink plain;
  const Status status = decrypt(source, plain, std::span(&stranger, 1));
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::not_found);
}

TEST_F(Age, NoRecipientIsTheCallersMistake) {
  recipients_.clear();
  MemorySource source({});
  MemorySink file;
  const auto status = encrypt(source, file, recipients_, random_);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::invalid_argument);
}

TEST_F(Age, IsRefusedAtEveryTruncation) {
  const Bytes file = encrypted(some_bytes(200));
  testkit::for_each_truncation(file, [&](ByteView cut) {
    Bytes plain;
    EXPECT_FALSE(decrypted(cut, plain).ok()) << cut.size();
    EXPECT_TRUE(plain.empty());
  });
}

TEST_F(Age, IsRefusedAfterEveryBitFlip) {
  const Bytes file = encrypted(some_bytes(50));
  testkit::for_each_bit_flip(file, [&](ByteView mutant, size_t bit) {
    Bytes plain;
    EXPECT_FALSE(decrypted(mutant, plain).ok()) << bit;
    EXPECT_TRUE(plain.empty()) << bit;
  });
}

TEST_F(Age, ReleasesOnlyTheChunksBeforeADamagedOne) {
  const Bytes plain = some_bytes(12 * chunk_size);
  Bytes file = encrypted(plain);
  const size_t header = file.size() - 12 * sealed_chunk_size;
  for (const size_t damaged : {size_t{0}, size_t{3}, size_t{8}, size_t{11}}) {
    uint8_t& byte = file[header + damaged * sealed_chunk_size + 100];
    byte ^= 1;
    Bytes released;
    const Status status = decrypted(file, released);
    byte ^= 1;
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().object, layer::payload);
    EXPECT_EQ(released, copy_of(ByteView(plain).first(damaged * chunk_size)));
  }
}

TEST_F(Age, RefusesChunksThatWereSwappedDroppedOrCut) {
  const Bytes file = encrypted(some_bytes(3 * chunk_size));
  const size_t header = file.size() - 3 * sealed_chunk_size;
  const auto chunk = [&](size_t i) {
    return ByteView(file).subspan(header + i * sealed_chunk_size, sealed_chunk_size);
  };
  for (const std::vector<size_t>& order :
       {std::vector<size_t>{1, 0, 2}, {0, 2}, {0, 1}, {0, 1, 1}, {0, 1, 2, 2}, {2}, {}}) {
    Bytes mutant = copy_of(ByteView(file).first(header));
    for (const size_t i : order) append(mutant, chunk(i));
    Bytes plain;
    EXPECT_FALSE(decrypted(mutant, plain).ok());
  }
}

TEST_F(Age, SingleX25519OnlyRefusesASecondReader) {
  Bytes plain;
  EXPECT_TRUE(decrypted(encrypted({}), plain, {.single_x25519_only = true}).ok());
  recipients_.push_back(Identity::generate(random_)->recipient());
  const Status status = decrypted(encrypted({}), plain, {.single_x25519_only = true});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::denied);
}

TEST_F(Age, ArmorIsRefusedWhereTheRulesSaySo) {
  Bytes plain;
  const Status status =
      decrypted(encrypted({}, {.armor = true}), plain, {.armor = ArmorRule::refused});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::unsupported);
}

class AgePassphrase : public Age {
 protected:
  AgePassphrase() {
    MemorySource source(bytes_of("text"));
    MemorySink file;
    const Status status =
        encrypt_passphrase(source, file, bytes_of("correct horse"), random_, {.scrypt_log2n = 10});
    EXPECT_TRUE(status.ok()) << status.error().to_string();
    file_ = file.take();
  }
  Status open_with(std::string_view passphrase, Bytes& plain, const Rules& rules = {}) {
    MemorySource source(file_);
    MemorySink sink;
    const Keys keys{identities_, [&]() -> Result<SecretBytes> {
                      ++asked_;
                      return SecretBytes::copy_of(bytes_of(passphrase));
                    }};
    Status status = decrypt(source, sink, keys, rules);
    plain = sink.take();
    return status;
  }
  Bytes file_;
  int asked_ = 0;
};

TEST_F(AgePassphrase, OpensWithThePassphraseOnly) {
  Bytes plain;
  EXPECT_TRUE(open_with("correct horse", plain).ok());
  EXPECT_EQ(text_of(plain), "text");
  const Status status = open_with("wrong horse", plain);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::not_found);
}

TEST_F(AgePassphrase, IsAskedForOnlyWhenTheFileTakesOne) {
  Bytes plain;
  file_ = encrypted(bytes_of("text"));
  EXPECT_TRUE(open_with("unused", plain).ok());
  EXPECT_EQ(asked_, 0);
}

TEST_F(AgePassphrase, WorkFactorIsLimitedBeforeAnyWorkIsDone) {
  Bytes plain;
  const Status status = open_with("correct horse", plain, {.max_scrypt_log2n = 9});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::limit_exceeded);
  EXPECT_EQ(asked_, 0);
}

TEST_F(AgePassphrase, IsRefusedWhereOneX25519RecipientIsDemanded) {
  Bytes plain;
  const Status status = open_with("correct horse", plain, {.single_x25519_only = true});
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::denied);
}

}  // namespace
}  // namespace anchorhold::age
