#include "evidence/tpm/verify.h"

#include "evidence/tpm/given_test.h"
#include "testkit/attack.h"

namespace anchorhold::tpm {
namespace {

using namespace test;

// The same for a well-signed quote with one thing wrong in it.
template <class Edit>
std::string failure_of_quote(Edit edit) {
  QuoteSpec spec;
  edit(spec);
  return Given(forge(), {spec}).failure();
}

TEST(TpmVerify, AcceptsAGoodQuoteAndClaimsItsRegisters) {
  crypto::CertificateCache cache;
  for (crypto::CertificateCache* used :
       {static_cast<crypto::CertificateCache*>(nullptr), &cache, &cache}) {
    const Verification result = Given().verify(used);
    ASSERT_TRUE(result.claims.has_value()) << result.findings.first_failure()->observed;
    const Claims& claims = **result.claims;
    EXPECT_EQ(claims.tee, TeeKind::tpm);
    EXPECT_FALSE(claims.hardware_rooted) << "a given anchor is no vendor's";
    EXPECT_EQ(claims.nonce, (Bytes{0x90, 0x09}));
    ASSERT_NE(claims.measurement("sha256_pcr7"), nullptr);
    EXPECT_EQ(*claims.measurement("sha256_pcr7"), Bytes(32, 0x17));
    EXPECT_EQ(claims.measurements.size(), 9U);
    EXPECT_EQ(claims.measurement("sha256_pcr8"), nullptr) << "not quoted, so not claimed";
    EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("reset_count")), 7U);
    EXPECT_EQ(std::get<uint64_t>(claims.vendor.at("safe")), 1U);
  }
}

TEST(TpmVerify, EveryKindOfKeyAndScheme) {
  const crypto::SignatureScheme pss = {SignatureKind::rsa_pss, HashKind::sha256};
  for (const TestKey& key : {TestKey::of(KeyKind::p384, 40), TestKey::rsa(2048)}) {
    const TpmForge maker(key);
    QuoteSpec spec;
    spec.hash = key.default_scheme().hash;
    Given given(maker, {spec});
    EXPECT_EQ(given.failure(), "none");
    if (key.subject_key().kind() != KeyKind::rsa) continue;
    given.signatures = {maker.sign(given.messages[0], pss)};
    EXPECT_EQ(given.failure(), "tpm.scheme") << "the key's own scheme is RSASSA";
    given.ak_public = key.spki();
    EXPECT_EQ(given.failure(), "none");
    given.signatures[0][1] = 0x14;
    EXPECT_EQ(given.failure(), "tpm.signature") << "T4: RSAPSS labelled RSASSA";
  }
}

TEST(TpmVerify, BareRsaValuesOnlyWhereTheyAreNamed) {
  const TpmForge maker(TestKey::rsa(2048, 1));
  Given given(maker);
  const Bytes with_header = given.signatures[0];
  given.signatures[0].erase(given.signatures[0].begin(), given.signatures[0].begin() + 6);
  EXPECT_EQ(given.failure(), "tpm.signature.form") << "T4";
  given.form = SignatureForm::rsassa_sha256;
  EXPECT_EQ(given.failure(), "none");
  given.signatures[0] = with_header;
  EXPECT_EQ(given.failure(), "tpm.signature") << "T4, the other way";
}

TEST(TpmVerify, T3EveryBitOfTheQuoteAndTheSignatureCounts) {
  const Given good = Given().trusting_key();
  ASSERT_EQ(good.failure(), "none");
  testkit::for_each_bit_flip(good.messages[0], [&](ByteView mutant, size_t bit) {
    Given given = good;
    given.messages[0] = copy_of(mutant);
    EXPECT_FALSE(given.accepted()) << bit;
  });
  testkit::for_each_bit_flip(good.signatures[0], [&](ByteView mutant, size_t bit) {
    Given given = good;
    given.signatures[0] = copy_of(mutant);
    EXPECT_FALSE(given.accepted()) << bit;
  });
  testkit::for_each_truncation(good.signatures[0], [&](ByteView prefix) {
    Given given = good;
    given.signatures[0] = copy_of(prefix);
    EXPECT_EQ(given.failure(), "tpm.signature.form") << prefix.size();
  });
}

TEST(TpmVerify, T3T7EveryBitOfTheValuesCounts) {
  QuoteSpec spec;
  Given good(forge(), {spec});
  good.trusting_key().pcrs = {TpmForge::pcr_file(spec.banks, TpmForge::values(spec))};
  ASSERT_EQ(good.failure(), "none");
  for (size_t i = 0; i < good.pcrs[0].size(); ++i) {
    Given given = good;
    given.pcrs[0][i] ^= static_cast<uint8_t>(1U << (i % 8));
    EXPECT_FALSE(given.accepted()) << i;
  }
}

TEST(TpmVerify, T5TheNonceIsClaimedAsItStands) {
  for (const Bytes& nonce : {Bytes{}, Bytes{0x90}, Bytes(64, 0)}) {
    QuoteSpec spec;
    spec.nonce = nonce;
    const Verification result = Given(forge(), {spec}).verify();
    ASSERT_TRUE(result.claims.has_value());
    EXPECT_EQ((*result.claims)->nonce, nonce);
  }
}

TEST(TpmVerify, T6T7ValuesThatTheQuoteDoesNotCover) {
  QuoteSpec narrow;
  narrow.banks = {{.bitmap = {0x01, 0, 0}}};
  EXPECT_EQ(Given(forge(), {narrow}).failure(), "none");
  Given given(forge(), {narrow});
  given.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values({}))));
  EXPECT_EQ(given.failure(), "tpm.pcr.coverage");
  const Claims said = given.verify().said->claimed();
  EXPECT_EQ(said.measurement("sha256_pcr7"), nullptr);

  // The same digest under another selection, signed anew by the key.
  QuoteSpec moved = narrow;
  moved.banks[0].bitmap = {0x02, 0, 0};
  QuoteSpec wide;
  Given other(forge(), {wide});
  moved.digest = crypto::hash(HashKind::sha256, TpmForge::values(narrow).begin()->second);
  Given moved_given(forge(), {moved});
  EXPECT_EQ(moved_given.failure(), "tpm.pcr.digest");
}

TEST(TpmVerify, T7ValuesThatDoNotHash) {
  EXPECT_EQ(failure_of([](Given& g) {
              auto values = TpmForge::values({});
              values[{HashKind::sha256, 0}][31] ^= 1;
              g.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(values)));
            }),
            "tpm.pcr.digest");
  EXPECT_EQ(failure_of([](Given& g) {
              auto values = TpmForge::values({});
              values.erase({HashKind::sha256, 3});
              g.pcrs[0] = copy_of(bytes_of(TpmForge::pcr_json(values)));
            }),
            "tpm.pcr.coverage");
  EXPECT_EQ(failure_of([](Given& g) { g.pcrs[0].clear(); }), "tpm.pcr.form");
}

TEST(TpmVerify, WithoutValuesNoRegisterIsClaimed) {
  Given given;
  given.pcrs.clear();
  const Verification result = given.verify();
  ASSERT_TRUE(result.claims.has_value());
  EXPECT_TRUE((*result.claims)->measurements.empty());
}

TEST(TpmVerify, T8TheDigestIsByTheSchemesHashNotTheBanks) {
  QuoteSpec spec;
  spec.banks = {{.algorithm = 0x0004}};
  EXPECT_EQ(Given(forge(), {spec}).failure(), "none");
  spec.hash = HashKind::sha1;
  EXPECT_EQ(Given(forge(), {spec}).failure(), "tpm.pcr.digest");
  spec.banks = {{.algorithm = 0x000c}};
  spec.hash = HashKind::sha384;
  EXPECT_EQ(Given(forge(), {spec}).failure(), "tpm.pcr.digest");
}

TEST(TpmVerify, T9AQuoteOfNothingIsRefused) {
  EXPECT_EQ(failure_of_quote([](QuoteSpec& s) { s.banks = {}; }), "tpm.selection");
  EXPECT_EQ(failure_of_quote([](QuoteSpec& s) {
              s.banks = {{.bitmap = {0, 0, 0}}};
            }),
            "tpm.selection");
}

TEST(TpmVerify, T10Sha1SignaturesNeedTheKnob) {
  const crypto::SignatureScheme sha1 = {SignatureKind::ecdsa, HashKind::sha1};
  QuoteSpec spec;
  spec.hash = HashKind::sha1;
  Given given(forge(), {spec});
  given.signatures = {forge().sign(given.messages[0], sha1)};
  given.ak_public = forge().ak().spki();
  EXPECT_EQ(given.failure(), "tpm.scheme");
  given.allow_insecure_sha1 = true;
  EXPECT_EQ(given.failure(), "none");
}

TEST(TpmVerify, QuotesOfSeveralBanksBelongToOneBoot) {
  QuoteSpec first;
  QuoteSpec second;
  second.banks = {{.algorithm = 0x000c}};
  second.clock += 70;
  const Given good(forge(), {first, second});
  ASSERT_EQ(good.failure(), "none");
  EXPECT_EQ(good.verify().said->claimed().measurements.size(), 18U);
  const auto with = [&](auto edit) {
    QuoteSpec other = second;
    edit(other);
    return Given(forge(), {first, other}).failure();
  };
  EXPECT_EQ(with([](QuoteSpec& s) { s.nonce = {1}; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.reset_count += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.restart_count += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.firmware_version += 1; }), "tpm.same_boot");
  EXPECT_EQ(with([](QuoteSpec& s) { s.qualified_signer[0] += 1; }), "tpm.same_boot");
  Given swapped = good;
  std::swap(swapped.pcrs[0], swapped.pcrs[1]);
  EXPECT_EQ(swapped.failure(), "tpm.pcr.form");
}

TEST(TpmVerify, NoQuoteIsNoEvidence) {
  Given given;
  given.messages.clear();
  EXPECT_EQ(given.failure(), "tpm.quote");
  EXPECT_FALSE(given.verify().said.has_value());
}

}  // namespace
}  // namespace anchorhold::tpm
