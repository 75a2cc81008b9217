#include "crypto/subject_key.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "codec/der.h"
#include "crypto/ecdsa_der.h"
#include "crypto/keys.h"
#include "crypto/x509_oids.h"
#include "testkit/attack.h"
#include "testkit/test_key.h"

namespace anchorhold::crypto {
namespace {

using testkit::TestKey;

constexpr KeyKind curves[] = {KeyKind::p256, KeyKind::p384, KeyKind::p521};
constexpr HashKind hashes[] = {HashKind::sha1, HashKind::sha256, HashKind::sha384,
                               HashKind::sha512};
constexpr SignatureScheme pss256 = {SignatureKind::rsa_pss, HashKind::sha256};

std::vector<TestKey> one_of_each() {
  return {TestKey::of(KeyKind::p256), TestKey::of(KeyKind::p384), TestKey::of(KeyKind::p521),
          TestKey::of(KeyKind::ed25519), TestKey::rsa(2048)};
}

TEST(SubjectKey, IsTheSameFromItsSpkiAndItsNumbers) {
  for (const TestKey& test_key : one_of_each()) {
    const SubjectKey& key = test_key.subject_key();
    const auto read = SubjectKey::from_spki("key", key.spki());
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_TRUE(*read == key);
    EXPECT_EQ(read->spki(), key.spki());
    EXPECT_EQ(read->spki_sha256(), sha256(key.spki()));
    EXPECT_EQ(read->bits(), key.bits());
  }
}

TEST(SubjectKey, SaysWhatItIs) {
  const SubjectKey p521 = TestKey::of(KeyKind::p521).subject_key();
  EXPECT_EQ(p521.bits(), 521U);
  EXPECT_EQ(p521.raw().size(), 133U);
  EXPECT_TRUE(p521.modulus().empty());
  const SubjectKey rsa = TestKey::rsa(3072).subject_key();
  EXPECT_EQ(rsa.bits(), 3072U);
  EXPECT_TRUE(rsa.raw().empty());
  EXPECT_EQ(rsa.modulus().size(), 384U);
  EXPECT_EQ(to_hex(rsa.exponent()), "010001");
  EXPECT_EQ(key_kind_name(rsa.kind()), "RSA");
  EXPECT_EQ(scheme_name(pss256), "rsa_pss-sha256");
}

TEST(SubjectKey, IsOneOfThisProjectsKeysWhereTheyHaveItsKind) {
  EXPECT_EQ(TestKey::of(KeyKind::p256).subject_key().as_public_key()->algorithm(),
            Algorithm::es256);
  EXPECT_EQ(TestKey::of(KeyKind::p384).subject_key().as_public_key()->algorithm(),
            Algorithm::es384);
  EXPECT_EQ(TestKey::of(KeyKind::ed25519).subject_key().as_public_key()->algorithm(),
            Algorithm::ed25519);
  EXPECT_FALSE(TestKey::of(KeyKind::p521).subject_key().as_public_key());
  EXPECT_FALSE(TestKey::rsa(2048).subject_key().as_public_key());
}

TEST(SubjectKey, VerifiesEveryCurveWithEveryHash) {
  const Bytes message = copy_of(bytes_of("message"));
  for (KeyKind curve : curves) {
    const TestKey key = TestKey::of(curve, 7);
    for (HashKind hash : hashes) {
      const SignatureScheme scheme = {SignatureKind::ecdsa, hash};
      const Bytes signature = key.sign(message, scheme);
      EXPECT_TRUE(verify(key.subject_key(), scheme, message, signature)) << scheme_name(scheme);
      EXPECT_FALSE(verify(key.subject_key(), scheme, bytes_of("other"), signature));
      EXPECT_FALSE(verify(TestKey::of(curve, 8).subject_key(), scheme, message, signature));
    }
  }
}

TEST(SubjectKey, VerifiesRsaWithEveryPaddingAndHash) {
  const Bytes message = copy_of(bytes_of("message"));
  for (unsigned bits : {2048U, 3072U, 4096U}) {
    const TestKey key = TestKey::rsa(bits);
    for (SignatureKind kind : {SignatureKind::rsa_pkcs1, SignatureKind::rsa_pss}) {
      for (HashKind hash : {HashKind::sha256, HashKind::sha384, HashKind::sha512}) {
        const SignatureScheme scheme = {kind, hash};
        const Bytes signature = key.sign(message, scheme);
        EXPECT_TRUE(verify(key.subject_key(), scheme, message, signature)) << scheme_name(scheme);
        EXPECT_FALSE(verify(key.subject_key(), scheme, bytes_of("other"), signature));
      }
    }
  }
}

TEST(SubjectKey, TakesNoSchemeForAnother) {
  const Bytes message = copy_of(bytes_of("message"));
  const TestKey rsa = TestKey::rsa(2048);
  const Bytes pkcs1 = rsa.sign(message);
  EXPECT_FALSE(verify(rsa.subject_key(), pss256, message, pkcs1));
  EXPECT_FALSE(
      verify(rsa.subject_key(), {SignatureKind::rsa_pkcs1, HashKind::sha384}, message, pkcs1));
  EXPECT_FALSE(verify(rsa.subject_key(), {SignatureKind::ecdsa, HashKind::sha256}, message, pkcs1));
  EXPECT_FALSE(verify(rsa.subject_key(), {SignatureKind::eddsa, HashKind::sha512}, message, pkcs1));
  const TestKey ec = TestKey::of(KeyKind::p256);
  const Bytes ecdsa = ec.sign(message);
  EXPECT_FALSE(verify(ec.subject_key(), pss256, message, ecdsa));
  EXPECT_FALSE(verify(ec.subject_key(), {SignatureKind::eddsa, HashKind::sha512}, message, ecdsa));
}

TEST(SubjectKey, TakesAPssSaltOfAnotherLengthOnlyWhenAsked) {
  const TestKey key = TestKey::rsa(2048);
  const Bytes message = copy_of(bytes_of("message"));
  const SignatureScheme any = {SignatureKind::rsa_pss, HashKind::sha256, PssSalt::any};
  const Bytes as_tpms_do = key.sign(message, any);
  EXPECT_TRUE(verify(key.subject_key(), any, message, as_tpms_do));
  EXPECT_FALSE(verify(key.subject_key(), pss256, message, as_tpms_do));
  EXPECT_TRUE(verify(key.subject_key(), any, message, key.sign(message, pss256)));
  EXPECT_FALSE(any == pss256);
}

TEST(SubjectKey, VerifiesDigestsOfTheirOwnLengthOnly) {
  const Bytes message = copy_of(bytes_of("message"));
  for (const TestKey& key : one_of_each()) {
    const SignatureScheme scheme = key.default_scheme();
    const Bytes digest = hash(scheme.hash, message);
    const Bytes signature = key.sign(message);
    const bool hashes_itself = scheme.kind == SignatureKind::eddsa;
    EXPECT_EQ(verify_digest(key.subject_key(), scheme, digest, signature), !hashes_itself);
    EXPECT_FALSE(verify_digest(key.subject_key(), scheme, ByteView(digest).first(20), signature));
    EXPECT_FALSE(verify_digest(key.subject_key(), scheme, {}, signature));
  }
}

TEST(SubjectKey, NoChangedBitOfASignatureGoesUnnoticed) {
  const Bytes message = copy_of(bytes_of("message"));
  for (const TestKey& key : one_of_each()) {
    const Bytes signature = key.sign(message);
    // Every bit of the quick ones, one bit of each byte of those that take ten times as long.
    const bool quick = key.subject_key().bits() < 384 || key.subject_key().kind() == KeyKind::rsa;
    testkit::for_each_bit_flip(signature, [&](ByteView mutant, size_t bit) {
      if (!quick && bit % 8 != bit / 8 % 8) return;
      EXPECT_FALSE(verify(key.subject_key(), key.default_scheme(), message, mutant)) << bit;
    });
    testkit::for_each_truncation(signature, [&](ByteView prefix) {
      EXPECT_FALSE(verify(key.subject_key(), key.default_scheme(), message, prefix));
    });
    Bytes longer = signature;
    longer.push_back(0);
    EXPECT_FALSE(verify(key.subject_key(), key.default_scheme(), message, longer));
  }
}

TEST(SubjectKey, RefusesPointsThatAreNotOnTheirCurve) {
  for (KeyKind curve : curves) {
    Bytes raw = copy_of(TestKey::of(curve).subject_key().raw());
    EXPECT_TRUE(SubjectKey::from_ec_point("key", curve, raw).ok());
    raw.back() ^= 1;
    EXPECT_FALSE(SubjectKey::from_ec_point("key", curve, raw).ok());
    raw.back() ^= 1;
    raw.front() = 0x02;
    EXPECT_FALSE(SubjectKey::from_ec_point("key", curve, raw).ok());
    EXPECT_FALSE(SubjectKey::from_ec_point("key", curve, Bytes(raw.size(), 0)).ok());
    EXPECT_FALSE(SubjectKey::from_ec_point("key", curve, ByteView(raw).first(33)).ok());
  }
  EXPECT_EQ(SubjectKey::from_ec_point("key", KeyKind::rsa, Bytes{4}).error().code,
            Code::invalid_argument);
}

TEST(SubjectKey, IsMadeFromCoordinatesOfFullLength) {
  const SubjectKey key = TestKey::of(KeyKind::p256).subject_key();
  const ByteView x = key.raw().subspan(1, 32);
  const ByteView y = key.raw().subspan(33);
  EXPECT_TRUE(SubjectKey::from_ec_xy("key", KeyKind::p256, x, y).value() == key);
  EXPECT_FALSE(SubjectKey::from_ec_xy("key", KeyKind::p256, x.first(31), y).ok());
  EXPECT_FALSE(SubjectKey::from_ec_xy("key", KeyKind::p256, key.raw().first(33), y.first(31)).ok());
}

TEST(SubjectKey, RefusesRsaKeysOutsideOfTheLimits) {
  const SubjectKey good = TestKey::rsa(2048).subject_key();
  const Bytes modulus = copy_of(good.modulus());
  const Bytes e = {1, 0, 1};
  EXPECT_TRUE(SubjectKey::from_rsa("key", modulus, e).ok());
  EXPECT_TRUE(SubjectKey::from_rsa("key", modulus, Bytes{3}).ok());
  // TPMs and JWKs write leading zeros, or none.
  Bytes padded(modulus.size() + 2, 0);
  std::copy(modulus.begin(), modulus.end(), padded.begin() + 2);
  EXPECT_TRUE(SubjectKey::from_rsa("key", padded, Bytes{0, 1, 0, 1}).value() == good);
  for (const Bytes& bad : {Bytes{}, Bytes{0}, Bytes{1}, Bytes{2}, Bytes{1, 0, 0}, Bytes(9, 0xff)}) {
    EXPECT_FALSE(SubjectKey::from_rsa("key", modulus, bad).ok()) << to_hex(bad);
  }
  Bytes even = modulus;
  even.back() &= 0xfe;
  EXPECT_FALSE(SubjectKey::from_rsa("key", even, e).ok());
  EXPECT_EQ(SubjectKey::from_rsa("key", Bytes(255, 0xff), e).error().code, Code::unsupported);
  EXPECT_EQ(SubjectKey::from_rsa("key", Bytes(513, 0xff), e).error().code, Code::unsupported);
  EXPECT_FALSE(SubjectKey::from_rsa("key", {}, e).ok());
}

TEST(SubjectKey, RefusesEd25519KeysOfSmallOrder) {
  EXPECT_FALSE(SubjectKey::from_ed25519("key", Bytes(32, 0)).ok());
  EXPECT_FALSE(SubjectKey::from_ed25519("key", Bytes(31, 5)).ok());
}

Bytes pss_spki(const TestKey& key, ByteView parameters) {
  der::Cursor outer("spki", key.spki());
  der::Cursor parts = outer.enter(der::kSequence).value();
  static_cast<void>(parts.next().ok());
  return der::sequence(
      {der::sequence({der::oid(oids::rsassa_pss), parameters}), parts.next()->whole});
}

Bytes pss_parameters(const der::Oid& hash, const der::Oid& mask, int64_t salt, int64_t trailer) {
  const Bytes digest = der::sequence({der::oid(hash), der::null()});
  const Bytes generator = der::sequence({der::oid(oids::mgf1), der::sequence({der::oid(mask)})});
  return der::sequence({der::element(der::context(0), {digest}),
                        der::element(der::context(1), {generator}),
                        der::element(der::context(2), {der::integer(salt)}),
                        der::element(der::context(3), {der::integer(trailer)})});
}

TEST(SubjectKey, APssKeySignsInThatWayOnly) {
  const TestKey key = TestKey::rsa(2048);
  const Bytes message = copy_of(bytes_of("message"));
  const Bytes signature = key.sign(message, pss256);
  const Bytes in384 = key.sign(message, {SignatureKind::rsa_pss, HashKind::sha384});
  const auto any = SubjectKey::from_spki("key", pss_spki(key, {}));
  ASSERT_TRUE(any.ok()) << any.error().to_string();
  EXPECT_TRUE(verify(*any, pss256, message, signature));
  EXPECT_TRUE(verify(*any, {SignatureKind::rsa_pss, HashKind::sha384}, message, in384));
  EXPECT_FALSE(verify(*any, key.default_scheme(), message, key.sign(message)));

  const auto one = SubjectKey::from_spki(
      "key", pss_spki(key, pss_parameters(oids::sha256, oids::sha256, 32, 1)));
  ASSERT_TRUE(one.ok()) << one.error().to_string();
  EXPECT_TRUE(verify(*one, pss256, message, signature));
  EXPECT_FALSE(verify(*one, {SignatureKind::rsa_pss, HashKind::sha384}, message, in384));
}

TEST(SubjectKey, RefusesPssParametersThatAreNotOfOneHash) {
  const TestKey key = TestKey::rsa(2048);
  const auto reads = [&](const Bytes& parameters) {
    return SubjectKey::from_spki("key", pss_spki(key, parameters)).ok();
  };
  EXPECT_TRUE(reads(pss_parameters(oids::sha384, oids::sha384, 48, 1)));
  EXPECT_TRUE(reads(der::sequence({})));  // the defaults: SHA-1 and a salt of 20
  EXPECT_FALSE(reads(pss_parameters(oids::sha256, oids::sha384, 32, 1)));
  EXPECT_FALSE(reads(pss_parameters(oids::sha256, oids::sha256, 20, 1)));
  EXPECT_FALSE(reads(pss_parameters(oids::sha256, oids::sha256, -32, 1)));
  EXPECT_FALSE(reads(pss_parameters(oids::sha256, oids::sha256, 32, 2)));
  EXPECT_FALSE(reads(pss_parameters(oids::mgf1, oids::mgf1, 32, 1)));
  EXPECT_FALSE(reads(der::null()));
}

TEST(SubjectKey, RefusesOtherKindsOfSpki) {
  const TestKey ec = TestKey::of(KeyKind::p256);
  const ByteView raw = ec.subject_key().raw();
  const auto spki = [](std::initializer_list<ByteView> algorithm, ByteView key) {
    return der::sequence({der::sequence(algorithm), der::bit_string(key)});
  };
  constexpr der::Oid secp256k1 = der::Oid::of({1, 3, 132, 0, 10});
  const Bytes ec_key = der::oid(oids::ec_public_key);
  EXPECT_EQ(SubjectKey::from_spki("key", spki({ec_key, der::oid(secp256k1)}, raw)).error().code,
            Code::unsupported);
  EXPECT_FALSE(SubjectKey::from_spki("key", spki({ec_key}, raw)).ok());
  EXPECT_FALSE(SubjectKey::from_spki("key", spki({ec_key, der::sequence({})}, raw)).ok());
  EXPECT_FALSE(SubjectKey::from_spki("key", spki({ec_key, der::oid(oids::secp384r1)}, raw)).ok());
  EXPECT_FALSE(
      SubjectKey::from_spki("key", spki({der::oid(oids::rsa_encryption), der::null()}, raw)).ok());
  EXPECT_FALSE(
      SubjectKey::from_spki("key", spki({der::oid(oids::ed25519), der::null()}, Bytes(32, 9)))
          .ok());
}

TEST(SubjectKey, NoTruncatedOrChangedSpkiIsTheSameKey) {
  for (const TestKey& key : one_of_each()) {
    testkit::for_each_truncation(key.spki(), [](ByteView prefix) {
      EXPECT_FALSE(SubjectKey::from_spki("key", prefix).ok());
    });
    testkit::for_each_bit_flip(key.spki(), [&](ByteView mutant, size_t bit) {
      const auto read = SubjectKey::from_spki("key", mutant);
      EXPECT_FALSE(read.ok() && *read == key.subject_key()) << bit;
    });
  }
}

TEST(EcdsaDer, PadsToTheCurve) {
  const Bytes der = der::sequence({der::integer(1), der::integer(2)});
  EXPECT_EQ(ecdsa_raw("signature", der, KeyKind::p256)->size(), 64U);
  EXPECT_EQ(ecdsa_raw("signature", der, KeyKind::p521)->size(), 132U);
}

}  // namespace
}  // namespace anchorhold::crypto
