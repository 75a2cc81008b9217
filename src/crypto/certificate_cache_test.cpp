#include "crypto/certificate_cache.h"

#include <gtest/gtest.h>

#include "crypto/samples_test.h"
#include "testkit/forged_ca.h"

namespace anchorhold::crypto {
namespace {

using testkit::TestKey;

const TestKey issuer_key = TestKey::of(KeyKind::p256);

TEST(CertificateCache, RemembersGoodSignaturesOnly) {
  CertificateCache cache;
  const Bytes message = copy_of(bytes_of("message"));
  Bytes signature = issuer_key.sign(message);
  const SignatureScheme scheme = issuer_key.default_scheme();
  EXPECT_TRUE(verify_cached(issuer_key.subject_key(), scheme, message, signature, &cache));
  EXPECT_EQ(cache.signatures(), 1U);
  EXPECT_TRUE(verify_cached(issuer_key.subject_key(), scheme, message, signature, &cache));
  EXPECT_EQ(cache.signatures(), 1U);
  signature.back() ^= 1;
  EXPECT_FALSE(verify_cached(issuer_key.subject_key(), scheme, message, signature, &cache));
  EXPECT_EQ(cache.signatures(), 1U);
}

TEST(CertificateCache, AnswersForTheVerySameStatementOnly) {
  CertificateCache cache;
  const Bytes message = copy_of(bytes_of("message"));
  const Bytes signature = issuer_key.sign(message);
  const SignatureScheme scheme = issuer_key.default_scheme();
  ASSERT_TRUE(verify_cached(issuer_key.subject_key(), scheme, message, signature, &cache));
  EXPECT_FALSE(
      verify_cached(issuer_key.subject_key(), scheme, bytes_of("other"), signature, &cache));
  EXPECT_FALSE(verify_cached(TestKey::of(KeyKind::p256, 2).subject_key(), scheme, message,
                             signature, &cache));
  EXPECT_FALSE(verify_cached(issuer_key.subject_key(), {SignatureKind::ecdsa, HashKind::sha384},
                             message, signature, &cache));
}

TEST(CertificateCache, WorksForEd25519AndWithoutACache) {
  CertificateCache cache;
  const TestKey ed = TestKey::of(KeyKind::ed25519);
  const Bytes message = copy_of(bytes_of("message"));
  for (CertificateCache* used : {&cache, &cache, static_cast<CertificateCache*>(nullptr)}) {
    EXPECT_TRUE(
        verify_cached(ed.subject_key(), ed.default_scheme(), message, ed.sign(message), used));
    EXPECT_FALSE(verify_cached(ed.subject_key(), ed.default_scheme(), bytes_of("other"),
                               ed.sign(message), used));
  }
}

TEST(CertificateCache, ForgetsEverythingWhenItIsFull) {
  CertificateCache cache(2, 2);
  for (uint64_t i = 0; i < 5; ++i) {
    const testkit::CertificateSpec spec =
        testkit::root_spec("root " + std::to_string(i), issuer_key, noon);
    ASSERT_TRUE(parse_certificate("c", testkit::forge_certificate(spec, issuer_key), &cache).ok());
    const Bytes message(3, static_cast<uint8_t>(i));
    EXPECT_TRUE(verify_cached(issuer_key.subject_key(), issuer_key.default_scheme(), message,
                              issuer_key.sign(message), &cache));
    EXPECT_LE(cache.certificates(), 2U);
    EXPECT_LE(cache.signatures(), 2U);
  }
  CertificateCache none(0, 0);
  none.remember_proven(Digest256{});
  EXPECT_EQ(none.signatures(), 0U);
}

TEST(CertificateCache, RemembersFactsByTypeAndDigest) {
  CertificateCache cache(1, 1, 8, CertificateCache::fact_overhead + 10);
  const Digest256 first{1};
  cache.remember_fact(first, std::make_shared<const std::string>("read"), 6);
  ASSERT_NE(cache.recall<std::string>(first), nullptr);
  EXPECT_EQ(*cache.recall<std::string>(first), "read");
  EXPECT_EQ(cache.recall<Bytes>(first), nullptr) << "another kind of fact";
  EXPECT_EQ(cache.recall<std::string>(Digest256{2}), nullptr) << "of other bytes";

  const auto held = cache.recall<std::string>(first);
  cache.remember_fact(Digest256{2}, std::make_shared<const std::string>("more"), 6);
  EXPECT_EQ(cache.facts(), 1U) << "it was full";
  EXPECT_EQ(*held, "read") << "whoever has it keeps it";
  cache.remember_fact(Digest256{3}, std::make_shared<const std::string>("too large"), 11);
  EXPECT_EQ(cache.facts(), 1U);
}

TEST(CertificateCache, CountsEachFactOnceAndWithItsOverhead) {
  constexpr size_t each = 6 + CertificateCache::fact_overhead;
  CertificateCache cache(1, 1, 8, 2 * each);
  const auto text = std::make_shared<const std::string>("read");
  for (int i = 0; i < 5; ++i) {
    cache.remember_fact(Digest256{1}, text, 6);
    EXPECT_EQ(cache.fact_bytes(), each) << "the same again";
  }
  // Two kinds under one digest take turns in one place.
  const auto bytes = std::make_shared<const Bytes>(Bytes{1});
  for (int i = 0; i < 5; ++i) {
    cache.remember_fact(Digest256{1}, bytes, 3);
    EXPECT_EQ(cache.fact_bytes(), each - 3);
    EXPECT_EQ(cache.recall<std::string>(Digest256{1}), nullptr);
    EXPECT_EQ(cache.recall<Bytes>(Digest256{1}), bytes);
    cache.remember_fact(Digest256{1}, text, 6);
    EXPECT_EQ(cache.recall<Bytes>(Digest256{1}), nullptr);
    EXPECT_EQ(cache.recall<std::string>(Digest256{1}), text);
  }
  EXPECT_EQ(cache.facts(), 1U);
  cache.remember_fact(Digest256{2}, text, 6);
  EXPECT_EQ(cache.facts(), 2U);
}

TEST(CertificateCache, IsBoundedWhateverFactsItIsFilledWith) {
  const auto text = std::make_shared<const std::string>("read");
  CertificateCache of_few(1, 1, 4);
  CertificateCache of_small(1, 1, 1024, 4 * CertificateCache::fact_overhead);
  for (uint8_t i = 0; i < 100; ++i) {
    for (CertificateCache* cache : {&of_few, &of_small}) {
      cache->remember_fact(Digest256{i}, text, 0);
      EXPECT_EQ(cache->facts(), i % 4 + 1U);
      EXPECT_EQ(cache->fact_bytes(), cache->facts() * CertificateCache::fact_overhead);
    }
  }
  of_few.remember_fact(Digest256{200}, text, SIZE_MAX);
  EXPECT_EQ(of_few.recall<std::string>(Digest256{200}), nullptr);
  CertificateCache none(1, 1, 0);
  none.remember_fact(Digest256{1}, text, 0);
  EXPECT_EQ(none.facts(), 0U);
}

TEST(CertificateCache, GivesTheSameCertificateAgain) {
  CertificateCache cache;
  const Bytes der =
      testkit::forge_certificate(testkit::root_spec("root", issuer_key, noon), issuer_key);
  const Certificate first = parse_certificate("c", der, &cache).value();
  const Certificate second = parse_certificate("c", der, &cache).value();
  EXPECT_EQ(cache.certificates(), 1U);
  EXPECT_EQ(first.der, second.der);
  EXPECT_TRUE(first.key == second.key);
  Bytes bad = der;
  bad.pop_back();
  EXPECT_FALSE(parse_certificate("c", bad, &cache).ok());
  EXPECT_EQ(cache.certificates(), 1U);
}

}  // namespace
}  // namespace anchorhold::crypto
