#include "crypto/crl.h"

#include <gtest/gtest.h>

#include "codec/pem.h"
#include "crypto/samples_test.h"
#include "crypto/x509_oids.h"
#include "testkit/attack.h"
#include "testkit/forged_ca.h"

namespace anchorhold::crypto {
namespace {

using std::chrono::hours;
using testkit::RevocationSpec;
using testkit::TestKey;

constexpr der::Oid delta_crl_indicator = der::Oid::of({2, 5, 29, 27});
constexpr der::Oid issuing_distribution_point = der::Oid::of({2, 5, 29, 28});
constexpr der::Oid reason_code = der::Oid::of({2, 5, 29, 21});
constexpr der::Oid certificate_issuer = der::Oid::of({2, 5, 29, 29});

// A CA with one list and two certificates, of which the list names the second.
struct World {
  TestKey key = TestKey::of(KeyKind::p256);
  testkit::CertificateSpec ca_spec = testkit::root_spec("CA", key, noon);
  Certificate ca = parse_certificate("CA", testkit::forge_certificate(ca_spec, key)).value();
  RevocationSpec spec = testkit::revocation_spec(ca_spec, noon, {{0x77}, {0x80, 0x01}});

  Certificate leaf(Bytes serial) const {
    testkit::CertificateSpec leaf_spec = testkit::leaf_spec("leaf", key.spki(), ca_spec, noon);
    leaf_spec.serial = std::move(serial);
    return parse_certificate("leaf", testkit::forge_certificate(leaf_spec, key)).value();
  }
  Bytes der() const { return testkit::forge_revocation_list(spec, key); }
  Result<Crl> parse() const { return parse_crl("crl", der()); }
};

void expect_denied(const Status& status, std::string_view reason) {
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::denied);
  EXPECT_NE(status.error().message.find(reason), std::string::npos) << status.error().message;
}

TEST(Crl, ReadsWhatAnIssuerWrites) {
  const World world;
  const auto crl = world.parse();
  ASSERT_TRUE(crl.ok()) << crl.error().to_string();
  EXPECT_EQ(crl->der, world.der());
  EXPECT_EQ(crl->issuer, world.ca.subject);
  EXPECT_EQ(crl->issuer_common_name, "CA");
  EXPECT_EQ(crl->this_update, noon - hours(24));
  EXPECT_EQ(crl->next_update, noon + hours(24 * 30));
  EXPECT_EQ(crl->crl_number, Bytes{1});
  EXPECT_EQ(crl->authority_key_id, world.key.identifier());
  ASSERT_EQ(crl->revoked.size(), 2U);
  EXPECT_TRUE(crl->revoked.contains(Bytes{0x80, 0x01}));
  EXPECT_TRUE(verify_crl(*crl, world.ca, noon, nullptr).ok());
}

TEST(Crl, ReadsPemToo) {
  const World world;
  const auto crl = parse_crl("crl", bytes_of(pem::encode("X509 CRL", world.der())));
  ASSERT_TRUE(crl.ok()) << crl.error().to_string();
  EXPECT_EQ(crl->digest(), world.parse()->digest());
  EXPECT_FALSE(parse_crl("crl", bytes_of(pem::encode("CERTIFICATE", world.der()))).ok());
  const std::string two =
      pem::encode("X509 CRL", world.der()) + pem::encode("X509 CRL", world.der());
  EXPECT_FALSE(parse_crl("crl", bytes_of(two)).ok());
}

TEST(Crl, TakesGeneralizedTimesOfThisCentury) {
  const auto time = [](std::string_view text) { return der::element(0x18, {bytes_of(text)}); };
  const Bytes algorithm = der::sequence({der::oid(der::Oid::of({1, 2, 840, 10045, 4, 3, 2}))});
  const Bytes entry = der::sequence({der::integer(7), time("20261119120000Z")});
  const Bytes tbs =
      der::sequence({der::integer(1), algorithm, testkit::name_of("CA"), time("20261120120000Z"),
                     time("20261220120000Z"), der::sequence({entry})});
  const Bytes signature = der::sequence({der::integer(1), der::integer(1)});
  const auto crl = parse_crl("crl", der::sequence({tbs, algorithm, der::bit_string(signature)}));
  ASSERT_TRUE(crl.ok()) << crl.error().to_string();
  EXPECT_EQ(crl->this_update, noon - hours(24));
  EXPECT_TRUE(crl->revoked.contains(Bytes{7}));
}

TEST(Crl, RevokesByIssuerAndSerialNumber) {
  const World world;
  const Crl crl = world.parse().value();
  EXPECT_TRUE(revokes(crl, world.leaf({0x77})));
  EXPECT_TRUE(revokes(crl, world.leaf({0x80, 0x01})));
  EXPECT_FALSE(revokes(crl, world.leaf({0x78})));
  EXPECT_FALSE(revokes(crl, world.leaf({0x77, 0x00})));
  Certificate foreign = world.leaf({0x77});
  foreign.issuer = testkit::name_of("someone else");
  EXPECT_FALSE(revokes(crl, foreign));
}

TEST(Crl, TellsSerialNumbersOfOneBufferApart) {
  World world;
  const Bytes longest(20, 0x05);
  world.spec.serials = {{0x02, 0x01, 0x33}, {0x01}, longest, {0x44}};
  const Crl crl = world.parse().value();
  for (const Bytes& serial : world.spec.serials) EXPECT_TRUE(crl.revoked.contains(serial));
  // Parts of neighbours, with their lengths and without.
  for (const Bytes& serial : {Bytes{0x33}, Bytes{0x33, 0x01}, Bytes{0x01, 0x33}, Bytes{0x01, 0x01},
                              Bytes(19, 0x05), Bytes{0x05, 0x01, 0x44}, Bytes()}) {
    EXPECT_FALSE(crl.revoked.contains(serial));
  }
}

TEST(Crl, KnowsWhatIsSignedAfterMovesAndCopies) {
  const World world;
  Crl first = world.parse().value();
  const Crl copied = first;
  const Crl moved = std::move(first);
  EXPECT_EQ(copied.tbs().data(), copied.der.data() + copied.tbs_offset);
  EXPECT_TRUE(verify_crl(copied, world.ca, noon, nullptr).ok());
  EXPECT_TRUE(verify_crl(moved, world.ca, noon, nullptr).ok());
}

TEST(Crl, OfAllListsTheAuthenticOnesCount) {
  const World world;
  const Certificate revoked = world.leaf({0x77});
  World clean;
  clean.spec.serials.clear();
  World stale = clean;
  stale.spec.next_update = noon;
  const Crl foreign =
      parse_crl("crl", testkit::forge_revocation_list(world.spec, TestKey::of(KeyKind::p256, 9)))
          .value();
  const std::vector<Crl> good = {stale.parse().value(), foreign, clean.parse().value()};
  const Consulted kept = consult(revoked, world.ca, good, noon, nullptr);
  EXPECT_EQ(kept.authentic, 1U);
  EXPECT_FALSE(kept.revoked);
  EXPECT_NE(kept.refused->message.find("out of date"), std::string::npos);
  const std::vector<Crl> two = {clean.parse().value(), world.parse().value()};
  EXPECT_TRUE(consult(revoked, world.ca, two, noon, nullptr).revoked);
  const Consulted nothing = consult(revoked, world.ca, {}, noon, nullptr);
  EXPECT_EQ(nothing.authentic, 0U);
  EXPECT_FALSE(nothing.refused);
}

TEST(Crl, HoldsFromThisUpdateUntilNextUpdate) {
  const World world;
  const Crl crl = world.parse().value();
  EXPECT_TRUE(verify_crl(crl, world.ca, crl.this_update, nullptr).ok());
  EXPECT_TRUE(verify_crl(crl, world.ca, *crl.next_update - std::chrono::seconds(1), nullptr).ok());
  expect_denied(verify_crl(crl, world.ca, *crl.next_update, nullptr), "out of date");
  expect_denied(verify_crl(crl, world.ca, crl.this_update - std::chrono::seconds(1), nullptr),
                "not yet");
}

TEST(Crl, MustSayUntilWhenItHolds) {
  World world;
  world.spec.next_update.reset();
  expect_denied(verify_crl(world.parse().value(), world.ca, noon, nullptr), "until when");
}

TEST(Crl, MustBeItsIssuersOwn) {
  World world;
  world.spec.issuer = testkit::name_of("someone else");
  expect_denied(verify_crl(world.parse().value(), world.ca, noon, nullptr), "not the list of");

  World other_identifier;
  other_identifier.spec.authority_key_id = Bytes(20, 1);
  expect_denied(verify_crl(other_identifier.parse().value(), other_identifier.ca, noon, nullptr),
                "authority key identifier");

  World other_key;
  const Bytes der = testkit::forge_revocation_list(other_key.spec, TestKey::of(KeyKind::p256, 2));
  expect_denied(verify_crl(parse_crl("crl", der).value(), other_key.ca, noon, nullptr),
                "signature");
}

TEST(Crl, NeedsAnIssuerThatMaySignLists) {
  World world;
  world.ca_spec.key_usage = KeyUsages().add(KeyUsage::key_cert_sign);
  world.ca = parse_certificate("CA", testkit::forge_certificate(world.ca_spec, world.key)).value();
  expect_denied(verify_crl(world.parse().value(), world.ca, noon, nullptr), "may not sign lists");
  world.ca.key_usage.reset();
  expect_denied(verify_crl(world.parse().value(), world.ca, noon, nullptr), "may not sign lists");
}

TEST(Crl, CarriesEverySignatureScheme) {
  for (const auto& [key, scheme] : std::vector<std::pair<TestKey, SignatureScheme>>{
           {TestKey::of(KeyKind::p256), {SignatureKind::ecdsa, HashKind::sha256}},
           {TestKey::of(KeyKind::p521), {SignatureKind::ecdsa, HashKind::sha512}},
           {TestKey::of(KeyKind::ed25519), {SignatureKind::eddsa, HashKind::sha512}},
           {TestKey::rsa(4096), {SignatureKind::rsa_pss, HashKind::sha384}},
           {TestKey::rsa(2048), {SignatureKind::rsa_pkcs1, HashKind::sha256}}}) {
    const testkit::CertificateSpec ca = testkit::root_spec("CA", key, noon);
    RevocationSpec spec = testkit::revocation_spec(ca, noon);
    spec.scheme = scheme;
    const Certificate issuer = parse_certificate("CA", testkit::forge_certificate(ca, key)).value();
    const auto crl = parse_crl("crl", testkit::forge_revocation_list(spec, key));
    ASSERT_TRUE(crl.ok()) << crl.error().to_string();
    EXPECT_TRUE(crl->signature_algorithm == scheme);
    const Status good = verify_crl(*crl, issuer, noon, nullptr);
    EXPECT_TRUE(good.ok()) << good.error().to_string();
  }
}

TEST(Crl, RefusesListsThatAreNotComplete) {
  const auto with = [](const der::Oid& oid, bool critical, ByteView value) {
    World world;
    world.spec.more_extensions = {testkit::extension(oid, critical, value)};
    return world.parse();
  };
  EXPECT_EQ(with(delta_crl_indicator, true, der::integer(1)).error().code, Code::unsupported);
  EXPECT_EQ(with(issuing_distribution_point, true, der::sequence({})).error().code,
            Code::unsupported);
  constexpr der::Oid unknown = der::Oid::of({1, 3, 6, 1, 4, 1, 99999, 1});
  EXPECT_EQ(with(unknown, true, der::null()).error().code, Code::unsupported);
  EXPECT_TRUE(with(unknown, false, der::null()).ok());
}

TEST(Crl, RefusesEntriesThatSpeakForOtherIssuers) {
  World world;
  world.spec.entry_extensions = {
      testkit::extension(reason_code, false, der::element(0x0a, {Bytes{1}}))};
  EXPECT_TRUE(world.parse().ok());
  world.spec.entry_extensions = {testkit::extension(certificate_issuer, true, der::sequence({}))};
  EXPECT_EQ(world.parse().error().code, Code::unsupported);
}

TEST(Crl, RefusesRepeatedExtensionsAndLongSerialNumbers) {
  World repeated;
  repeated.spec.more_extensions = {testkit::extension(oids::crl_number, false, der::integer(2))};
  EXPECT_EQ(repeated.parse().error().code, Code::malformed);
  World too_long;
  too_long.spec.serials = {Bytes(21, 0x11)};
  EXPECT_EQ(too_long.parse().error().code, Code::malformed);
}

TEST(Crl, HoldsManyEntriesAndIsBounded) {
  World world;
  world.spec.serials.clear();
  for (unsigned i = 1; i < 20'000; ++i) {
    world.spec.serials.push_back({static_cast<uint8_t>(0x40 | (i >> 16)),
                                  static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)});
  }
  const auto crl = world.parse();
  ASSERT_TRUE(crl.ok()) << crl.error().to_string();
  EXPECT_TRUE(revokes(*crl, world.leaf({0x40, 0x4e, 0x1f})));
  EXPECT_FALSE(revokes(*crl, world.leaf({0x40, 0x4e, 0x20})));
  EXPECT_EQ(parse_crl("crl", Bytes((size_t{1} << 20) + 1, 0x30)).error().code,
            Code::limit_exceeded);
}

TEST(Crl, NoTruncationIsRead) {
  const Bytes der = World().der();
  testkit::for_each_truncation(
      der, [](ByteView prefix) { EXPECT_FALSE(parse_crl("crl", prefix).ok()); });
  Bytes longer = der;
  longer.push_back(0);
  EXPECT_FALSE(parse_crl("crl", longer).ok());
}

TEST(Crl, NoChangedBitGoesUnnoticed) {
  const World world;
  testkit::for_each_bit_flip(world.der(), [&](ByteView mutant, size_t bit) {
    const auto read = parse_crl("crl", mutant);
    EXPECT_FALSE(read.ok() && verify_crl(*read, world.ca, noon, nullptr).ok()) << bit;
  });
}

TEST(Crl, RemembersItsSignature) {
  const World world;
  CertificateCache cache;
  const Crl crl = world.parse().value();
  EXPECT_TRUE(verify_crl(crl, world.ca, noon, &cache).ok());
  EXPECT_EQ(cache.signatures(), 1U);
  EXPECT_TRUE(verify_crl(crl, world.ca, noon, &cache).ok());
  // Dates are judged each time.
  EXPECT_FALSE(verify_crl(crl, world.ca, noon + hours(24 * 60), &cache).ok());
}

}  // namespace
}  // namespace anchorhold::crypto
