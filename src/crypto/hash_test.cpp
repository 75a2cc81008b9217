#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "crypto/mac.h"

namespace anchorhold::crypto {
namespace {

// FIPS 180-4, the examples for "abc".
constexpr std::string_view abc256 =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr std::string_view abc384 =
    "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825"
    "a7";

TEST(Hash, GivesTheStandardsDigests) {
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))), abc256);
  EXPECT_EQ(to_hex(sha384(bytes_of("abc"))), abc384);
  EXPECT_EQ(to_hex(sha256(ByteView{})),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Hash, GivesThemByKindToo) {
  EXPECT_EQ(to_hex(sha1(bytes_of("abc"))), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(sha512(bytes_of("abc"))).substr(0, 32), "ddaf35a193617abacc417349ae204131");
  for (HashKind kind : {HashKind::sha1, HashKind::sha256, HashKind::sha384, HashKind::sha512}) {
    const Bytes whole = hash(kind, bytes_of("abc"));
    EXPECT_EQ(whole.size(), hash_size(kind)) << hash_name(kind);
    EXPECT_EQ(hash(kind, {bytes_of("a"), bytes_of("bc")}), whole);
    Hasher hasher(kind);
    hasher.update(bytes_of("ab"));
    Hasher copy = hasher;
    EXPECT_EQ(copy.update(bytes_of("c")).finish(), whole);
    EXPECT_EQ(hasher.update(bytes_of("c")).finish(), whole);
  }
}

TEST(Hash, DoesNotDependOnHowTheInputIsCut) {
  EXPECT_EQ(to_hex(sha256({bytes_of("a"), {}, bytes_of("bc")})), abc256);
  EXPECT_EQ(to_hex(sha384({bytes_of("ab"), bytes_of("c")})), abc384);
  EXPECT_EQ(Sha384().update(bytes_of("a")).update(bytes_of("bc")).finish(),
            sha384(bytes_of("abc")));
}

TEST(Hash, CopiesInMidStreamGoOnIndependently) {
  Sha384 left;
  left.update(bytes_of("a"));
  Sha384 right = left;
  Sha384 assigned;
  assigned.update(bytes_of("something else"));
  assigned = left;
  left.update(bytes_of("bc"));
  right.update(bytes_of("xyz"));
  assigned.update(bytes_of("bc"));
  EXPECT_EQ(left.finish(), sha384(bytes_of("abc")));
  EXPECT_EQ(right.finish(), sha384(bytes_of("axyz")));
  EXPECT_EQ(assigned.finish(), sha384(bytes_of("abc")));
}

TEST(Hmac, GivesTheTagOfRfc4231) {
  // RFC 4231, test case 2.
  EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac_sha384(bytes_of("Jefe"),
                               {bytes_of("what do ya want "), bytes_of("for nothing?")})),
            "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239"
            "ecfab21649");
}

TEST(Hmac, TakesAnEmptyKeyAndMessage) {
  EXPECT_EQ(to_hex(hmac_sha256({}, ByteView{})),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace anchorhold::crypto
