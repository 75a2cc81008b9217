// The two forms of attestation records.
#include "evidence/ibmse/record.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "evidence/ibmse/measurement.h"
#include "testkit/attack.h"
#include "testkit/forged_ibmse.h"

namespace anchorhold::ibmse {
namespace {

const std::string sum(64, '0');

bool reads(const std::string& text) {
  return parse_record("record", bytes_of(text)).ok();
}

TEST(RecordText, ReadsHeadersAndChecksums) {
  const auto record = parse_record("record", bytes_of(testkit::IbmForge::record()));
  ASSERT_TRUE(record.ok()) << record.error().to_string();
  EXPECT_EQ(record->version, "25.11.0");
  EXPECT_EQ(record->header.size(), 2U);
  EXPECT_EQ(record->header[0].second, "9175/02/ABCDE");
  EXPECT_EQ(record->checksums.size(), 2U);
  EXPECT_EQ(record->checksums[1].first, "cidata/user-data");
  EXPECT_TRUE(looks_like_record(bytes_of(testkit::IbmForge::record())));
}

TEST(RecordText, OtherTextIsRefused) {
  EXPECT_TRUE(reads("1.2.3\n" + sum + " a"));
  EXPECT_TRUE(reads("1.2.3\n" + sum + " a\n"));
  EXPECT_FALSE(reads(""));
  EXPECT_FALSE(reads("1.2.3"));
  EXPECT_FALSE(reads("1.2.3\n"));
  EXPECT_FALSE(reads("v1\n" + sum + " a"));
  EXPECT_FALSE(reads("1.2.3\n" + sum + " a\n\n"));
  EXPECT_FALSE(reads("1.2.3\r\n" + sum + " a"));
  EXPECT_FALSE(reads("1.2.3\n" + sum + " a\n" + sum + " a"));
  EXPECT_FALSE(reads("1.2.3\n" + sum + " a\nlabel: late"));
  EXPECT_FALSE(reads("1.2.3\nlabel: x\nlabel: y\n" + sum + " a"));
  EXPECT_FALSE(reads("1.2.3\nno label\n" + sum + " a"));
  EXPECT_FALSE(reads("1.2.3\n" + sum + "a"));
  EXPECT_FALSE(reads("1.2.3\n" + sum + " \x1b[2J"));
  std::string many = "1.2.3";
  for (int i = 0; i < 300; ++i) many += "\n" + sum + " n" + std::to_string(i);
  EXPECT_FALSE(reads(many));
  EXPECT_FALSE(reads("1.2.3\n" + sum + " " + std::string(size_t{70} << 10, 'a')));
}

std::string token(size_t password, std::string_view body) {
  return "hyper-protect-basic." + to_base64(Bytes(password, 7), Base64::standard) + "." +
         to_base64(bytes_of(body), Base64::standard);
}

TEST(EncryptedRecord, ReadsItsParts) {
  const std::string text = token(512, "Salted__saltsalt0123456789abcdef");
  const auto record = parse_encrypted_record("record", bytes_of(text));
  ASSERT_TRUE(record.ok()) << record.error().to_string();
  EXPECT_EQ(record->password.size(), 512U);
  EXPECT_EQ(text_of(record->salt), "saltsalt");
  EXPECT_EQ(record->content.size(), 16U);
  EXPECT_TRUE(looks_like_encrypted_record(bytes_of(text)));
  testkit::for_each_truncation(bytes_of(text), [](ByteView prefix) {
    EXPECT_FALSE(parse_encrypted_record("record", prefix).ok());
  });
}

TEST(EncryptedRecord, OtherTokensAreRefused) {
  const auto refused = [](const std::string& text) {
    return !parse_encrypted_record("record", bytes_of(text)).ok();
  };
  EXPECT_TRUE(refused(token(16, "Salted__saltsalt0123456789abcdef")));
  EXPECT_TRUE(refused(token(513, "Salted__saltsalt0123456789abcdef")));
  EXPECT_TRUE(refused(token(512, "Pepper__saltsalt0123456789abcdef")));
  EXPECT_TRUE(refused(token(512, "Salted__saltsalt0123456789abcde")));
  EXPECT_TRUE(refused(token(512, "Salted__saltsalt")));
  EXPECT_TRUE(refused("hyper-protect-basic.AA=="));
  EXPECT_TRUE(refused("other." + token(512, "")));
}

TEST(Measurement, WrongSizesAreTheCallersMistake) {
  MeasuredGuest guest;
  const Bytes key(64, 1);
  EXPECT_TRUE(attestation_measurement(key, guest).ok());
  EXPECT_FALSE(attestation_measurement(Bytes(32, 1), guest).ok());
  guest.nonce = Bytes(8);
  EXPECT_FALSE(attestation_measurement(key, guest).ok());
  guest.nonce = Bytes(16);
  guest.user_data = Bytes(257);
  EXPECT_FALSE(attestation_measurement(key, guest).ok());
  guest.user_data.clear();
  guest.additional_data = Bytes((size_t{32} << 10) + 1);
  EXPECT_FALSE(attestation_measurement(key, guest).ok());
  EXPECT_FALSE(measurement_holds(key, guest, Bytes(64)));
}

TEST(Measurement, DataCannotMoveBetweenItsFields) {
  MeasuredGuest user;
  user.user_data = Bytes(16, 9);
  MeasuredGuest nonce;
  nonce.nonce = Bytes(16, 9);
  MeasuredGuest additional;
  additional.additional_data = Bytes(16, 9);
  const Bytes key(64, 1);
  EXPECT_NE(*attestation_measurement(key, user), *attestation_measurement(key, additional));
  EXPECT_NE(*attestation_measurement(key, user), *attestation_measurement(key, nonce));
}

}  // namespace
}  // namespace anchorhold::ibmse
