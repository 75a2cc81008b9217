// Every file of the kit behaves as it declares, through the streaming decryption and through the
// seekable reader.

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "age/armor.h"
#include "age/decrypt.h"
#include "age/header.h"
#include "age/seekable.h"
#include "base/hex.h"
#include "crypto/hash.h"
#include "kit.h"
#include "testkit/vectors.h"

namespace anchorhold::age {
namespace {

constexpr size_t kKitSize = 143;
constexpr size_t kHybridOnly = 18;

// What happened, in the kit's words.
std::string outcome(const Status& status) {
  if (status.ok()) return "success";
  const std::string& object = status.error().object;
  if (object == layer::armor) return "armor failure";
  if (object == layer::mac) return "HMAC failure";
  if (object == layer::recipients) return "no match";
  if (object == layer::payload) return "payload failure";
  return object == layer::header ? "header failure" : status.error().to_string();
}

Keys keys_of(const kit::Vector& vector) {
  Keys keys{vector.identities};
  if (!vector.passphrase.empty()) {
    keys.passphrase = [&]() -> Result<SecretBytes> {
      return SecretBytes::copy_of(bytes_of(vector.passphrase));
    };
  }
  return keys;
}

Rules rules_of(const kit::Vector& vector) {
  Rules rules;
  rules.armor = vector.armored ? ArmorRule::required : ArmorRule::refused;
  return rules;
}

// The plaintext through the seekable reader in reads of `step` bytes.
Status read_seekable(const kit::Vector& vector, size_t step, Bytes& plain) {
  MemoryAccess file(vector.file);
  AH_ASSIGN(SeekableReader reader, SeekableReader::open(file, keys_of(vector), rules_of(vector)));
  Bytes buffer(step);
  while (plain.size() < reader.size()) {
    AH_ASSIGN(const size_t count, reader.read_at(plain.size(), buffer));
    append(plain, ByteView(buffer).first(count));
  }
  return {};
}

class AgeTestkit : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto folder = testkit::vectors_dir();
    if (!folder) GTEST_SKIP() << testkit::kNoVectors;
    vectors_ = kit::load(*folder / "age-testkit");
    ASSERT_EQ(vectors_.size(), kKitSize);
  }
  std::vector<kit::Vector> vectors_;
};

// A file is left out when its only identity is of the hybrid kind; it must still be refused
// cleanly.
bool left_out(const kit::Vector& vector) {
  return vector.post_quantum && vector.identities.empty();
}

TEST_F(AgeTestkit, StreamingDecryptionBehavesAsDeclared) {
  std::vector<std::string> unsupported;
  for (const kit::Vector& vector : vectors_) {
    SCOPED_TRACE(vector.name);
    MemorySource source(vector.file);
    MemorySink plain;
    const Status status = decrypt(source, plain, keys_of(vector), rules_of(vector));
    if (left_out(vector)) {
      EXPECT_FALSE(status.ok());
      EXPECT_TRUE(plain.bytes().empty());
      unsupported.push_back(vector.name);
      continue;
    }
    EXPECT_EQ(outcome(status), vector.expect) << (status.ok() ? "" : status.error().to_string());
    if (!vector.payload_hash.empty()) {
      EXPECT_EQ(to_hex(crypto::sha256(plain.bytes())), vector.payload_hash);
    }
  }
  std::cout << kKitSize - unsupported.size() << " of " << kKitSize
            << " files as declared; post-quantum, unsupported: " << unsupported.size() << "\n";
  for (const std::string& name : unsupported) std::cout << "  unsupported: " << name << "\n";
  EXPECT_EQ(unsupported.size(), kHybridOnly);
}

TEST_F(AgeTestkit, SeekableReaderBehavesAsDeclared) {
  for (const kit::Vector& vector : vectors_) {
    if (vector.armored || left_out(vector)) continue;
    for (const size_t step : {size_t{1000}, size_t{65536}, size_t{200000}}) {
      SCOPED_TRACE(vector.name + " in steps of " + std::to_string(step));
      Bytes plain;
      const Status status = read_seekable(vector, step, plain);
      EXPECT_EQ(outcome(status), vector.expect) << (status.ok() ? "" : status.error().to_string());
      if (status.ok()) {
        EXPECT_EQ(to_hex(crypto::sha256(plain)), vector.payload_hash);
      }
    }
  }
}

TEST_F(AgeTestkit, HeadersEncodeAsTheyWereRead) {
  for (const kit::Vector& vector : vectors_) {
    if (vector.armored || vector.expect == "header failure") continue;
    SCOPED_TRACE(vector.name);
    MemorySource source(vector.file);
    BufferedBlocks blocks(source);
    const Result<Bytes> bytes = read_header_bytes(blocks);
    ASSERT_TRUE(bytes.ok()) << bytes.error().to_string();
    const Result<Header> header = parse_header(*bytes);
    ASSERT_TRUE(header.ok()) << header.error().to_string();
    EXPECT_EQ(encode_header(*header), text_of(*bytes));
  }
}

TEST_F(AgeTestkit, ArmorEncodesAsItWasRead) {
  for (const kit::Vector& vector : vectors_) {
    if (!vector.armored || vector.expect == "armor failure") continue;
    SCOPED_TRACE(vector.name);
    MemorySource source(vector.file);
    BufferedBlocks blocks(source);
    ArmorSource armor(blocks);
    const Result<Bytes> inner = read_all(armor, "kit file", 1 << 24);
    ASSERT_TRUE(inner.ok()) << inner.error().to_string();
    MemorySink again;
    ArmorSink sink(again);
    ASSERT_TRUE(sink.write(*inner).ok());
    ASSERT_TRUE(sink.finish().ok());
    // White space around the armor and the kind of line end are the only freedom that the format
    // leaves.
    std::string expected = string_of(vector.file);
    std::erase(expected, '\r');
    expected.erase(0, expected.find_first_not_of(" \t\n"));
    expected.erase(expected.find_last_not_of(" \t\n") + 1);
    EXPECT_EQ(string_of(again.bytes()), expected + "\n");
  }
}

}  // namespace
}  // namespace anchorhold::age
