// Certificates as other people write them: every key and signature, several in one file, odd
// numbers and names.
#include <gtest/gtest.h>

#include "codec/pem.h"
#include "crypto/samples_test.h"
#include "crypto/signature_algorithm.h"
#include "crypto/x509_oids.h"
#include "crypto/x509_path.h"
#include "testkit/attack.h"
#include "testkit/forged_ca.h"

namespace anchorhold::crypto {
namespace {

using testkit::CertificateSpec;
using testkit::TestKey;

Bytes root_named(const std::string& name) {
  const TestKey key = TestKey::of(KeyKind::p256);
  return testkit::forge_certificate(testkit::root_spec(name, key, noon), key);
}

TEST(Certificates, CarryEveryKeyAndSignature) {
  const TestKey rsa = TestKey::rsa(2048);
  const TestKey p256 = TestKey::of(KeyKind::p256);
  const std::vector<std::pair<TestKey, SignatureScheme>> kinds = {
      {p256, {SignatureKind::ecdsa, HashKind::sha1}},
      {p256, {SignatureKind::ecdsa, HashKind::sha512}},
      {TestKey::of(KeyKind::p384), {SignatureKind::ecdsa, HashKind::sha256}},
      {TestKey::of(KeyKind::p521), {SignatureKind::ecdsa, HashKind::sha512}},
      {TestKey::of(KeyKind::ed25519), {SignatureKind::eddsa, HashKind::sha512}},
      {rsa, {SignatureKind::rsa_pkcs1, HashKind::sha1}},
      {rsa, {SignatureKind::rsa_pkcs1, HashKind::sha256}},
      {rsa, {SignatureKind::rsa_pkcs1, HashKind::sha384}},
      {rsa, {SignatureKind::rsa_pkcs1, HashKind::sha512}},
      {rsa, {SignatureKind::rsa_pss, HashKind::sha256}},
      {TestKey::rsa(4096), {SignatureKind::rsa_pss, HashKind::sha384}},
      {rsa, {SignatureKind::rsa_pss, HashKind::sha512}}};
  for (const auto& [key, scheme] : kinds) {
    CertificateSpec spec = testkit::root_spec("root", key, noon);
    spec.scheme = scheme;
    const auto read = parse_certificate("c", testkit::forge_certificate(spec, key));
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_TRUE(read->signature_algorithm == scheme);
    EXPECT_TRUE(read->key == key.subject_key());
    EXPECT_TRUE(verify_link(*read, *read, nullptr).ok()) << scheme_name(scheme);
  }
}

TEST(Certificates, TakeTheDefaultsOfPssWrittenOut) {
  // AMD's way: the trailer field stands there although 1 is its default, and hashes lack NULL.
  const Bytes digest = der::sequence({der::oid(oids::sha384)});
  const Bytes mask = der::sequence({der::oid(oids::mgf1), digest});
  const TestKey key = TestKey::rsa(4096);
  CertificateSpec spec = testkit::root_spec("root", key, noon);
  spec.scheme = SignatureScheme{SignatureKind::rsa_pss, HashKind::sha384};
  spec.signature_algorithm =
      der::sequence({der::oid(oids::rsassa_pss),
                     der::sequence({der::element(der::context(0), {digest}),
                                    der::element(der::context(1), {mask}),
                                    der::element(der::context(2), {der::integer(48)}),
                                    der::element(der::context(3), {der::integer(1)})})});
  const auto read = parse_certificate("c", testkit::forge_certificate(spec, key));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_TRUE(verify_link(*read, *read, nullptr).ok());
}

TEST(Certificates, StandOneAfterAnotherInOneFile) {
  Bytes both = root_named("one");
  append(both, root_named("two"));
  const auto read = parse_certificates("chain", both);
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[1].subject_common_name, "two");
  both.push_back(0);
  EXPECT_FALSE(parse_certificates("chain", both).ok());
  EXPECT_FALSE(parse_certificates("chain", {}).ok());
}

TEST(Certificates, StandAmongOtherTextInPem) {
  const std::string text = "subject=one\r\n" + pem::encode("CERTIFICATE", root_named("one")) +
                           "\n\n# two\n" + pem::encode("CERTIFICATE", root_named("two")) +
                           std::string(1, '\0');
  const auto read = parse_certificates("chain", bytes_of(text));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(read->size(), 2U);
}

TEST(Certificates, NameTheOneThatCannotBeRead) {
  const std::string text =
      pem::encode("CERTIFICATE", root_named("one")) + pem::encode("CERTIFICATE", Bytes{0x30, 0});
  const auto read = parse_certificates("chain", bytes_of(text));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().object, "chain[1]");
}

TEST(Certificates, AreBoundedInNumber) {
  Bytes many;
  for (int i = 0; i < 65; ++i) append(many, root_named("root"));
  EXPECT_EQ(parse_certificates("chain", many).error().code, Code::limit_exceeded);
}

TEST(Certificates, HaveAtMostSixteenPurposes) {
  constexpr der::Oid any_purpose = der::Oid::of({2, 5, 29, 37, 0});
  const auto read = [&](size_t count) {
    const TestKey key = TestKey::of(KeyKind::p256);
    CertificateSpec spec = testkit::root_spec("root", key, noon);
    Bytes purposes;
    for (size_t i = 0; i < count; ++i) append(purposes, der::oid(any_purpose));
    spec.more_extensions = {testkit::extension(oids::extended_key_usage, false,
                                               der::element(der::kSequence, {purposes}))};
    return parse_certificate("c", testkit::forge_certificate(spec, key));
  };
  const auto most = read(16);
  ASSERT_TRUE(most.ok()) << most.error().to_string();
  EXPECT_EQ(most->extended_key_usage, std::vector<std::string>(16, "2.5.29.37.0"));
  const auto more = read(17);
  ASSERT_FALSE(more.ok());
  EXPECT_EQ(more.error().code, Code::limit_exceeded);
  EXPECT_EQ(more.error().object, "extKeyUsage");
}

TEST(Certificates, MayHaveOddSerialNumbers) {
  const TestKey key = TestKey::of(KeyKind::p256);
  const auto serial_of = [&](Bytes serial) {
    CertificateSpec spec = testkit::root_spec("root", key, noon);
    spec.serial = std::move(serial);
    const auto read = parse_certificate("c", testkit::forge_certificate(spec, key));
    return read.ok() ? read->serial : Bytes();
  };
  EXPECT_EQ(serial_of({0}), Bytes{0});
  EXPECT_EQ(serial_of({0x80}), Bytes{0x80});
  EXPECT_EQ(serial_of(Bytes(20, 0xff)), Bytes(20, 0xff));
  EXPECT_EQ(serial_of(Bytes(21, 0xff)), Bytes());
}

TEST(Certificates, GiveTheAttributesOfTheirNames) {
  const Certificate root = parse_certificate("c", root_named("root")).value();
  EXPECT_EQ(name_attribute(root.subject, "2.5.4.3"), "root");
  EXPECT_EQ(name_attribute(root.subject, "2.5.4.10"), "Anchorhold tests");
  EXPECT_EQ(name_attribute(root.subject, "2.5.4.6"), "");
  EXPECT_EQ(name_attribute({}, "2.5.4.3"), "");
  EXPECT_EQ(root.issuer_common_name, "root");
}

TEST(Certificates, MayHaveNoName) {
  const TestKey key = TestKey::of(KeyKind::p256);
  CertificateSpec spec = testkit::root_spec("root", key, noon);
  spec.subject = der::sequence({});
  const auto read = parse_certificate("c", testkit::forge_certificate(spec, key));
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_EQ(read->subject_common_name, "");
}

TEST(Certificates, LinkBySignatureNameAndIdentifiersAlone) {
  const TestKey key = TestKey::of(KeyKind::p256);
  const CertificateSpec root_spec = testkit::root_spec("root", key, noon);
  CertificateSpec spec = testkit::leaf_spec("leaf", key.spki(), root_spec, noon);
  spec.not_after = spec.not_before;  // dates are not the link's
  const Certificate root =
      parse_certificate("root", testkit::forge_certificate(root_spec, key)).value();
  const Certificate leaf = parse_certificate("leaf", testkit::forge_certificate(spec, key)).value();
  CertificateCache cache;
  EXPECT_TRUE(verify_link(leaf, root, &cache).ok());
  EXPECT_EQ(cache.signatures(), 1U);
  Certificate changed = leaf;
  changed.tbs.back() ^= 1;
  EXPECT_EQ(verify_link(changed, root, &cache).error().code, Code::denied);
  changed = leaf;
  changed.authority_key_id = Bytes(20, 1);
  EXPECT_FALSE(verify_link(changed, root, &cache).ok());
  changed = leaf;
  changed.issuer = testkit::name_of("someone else");
  EXPECT_FALSE(verify_link(changed, root, &cache).ok());
}

// AMD's shape: RSA-4096 with RSASSA-PSS above, a P-384 leaf.
struct AmdShape {
  TestKey ark = TestKey::rsa(4096, 0);
  TestKey ask = TestKey::rsa(4096, 1);
  TestKey vcek = TestKey::of(KeyKind::p384);
  SignatureScheme pss = {SignatureKind::rsa_pss, HashKind::sha384};
  std::vector<Certificate> chain;  // leaf first
  Certificate root = forge();

  Certificate forge() {
    CertificateSpec top = testkit::root_spec("ARK", ark, noon);
    CertificateSpec middle = testkit::ca_spec("ASK", ask, top, noon);
    CertificateSpec leaf = testkit::leaf_spec("VCEK", vcek.spki(), middle, noon);
    for (CertificateSpec* spec : {&top, &middle, &leaf}) spec->scheme = pss;
    chain = {parse_certificate("VCEK", testkit::forge_certificate(leaf, ask)).value(),
             parse_certificate("ASK", testkit::forge_certificate(middle, ark)).value()};
    return parse_certificate("ARK", testkit::forge_certificate(top, ark)).value();
  }
};

TEST(Certificates, FormPathsOfTheKeysAndSchemesThatAreAllowed) {
  const AmdShape amd;
  const PathRules rules = {.keys = {KeyKind::rsa, KeyKind::p384}, .schemes = {amd.pss}};
  CertificateCache cache;
  EXPECT_TRUE(verify_path(amd.chain, amd.root, noon, rules, &cache).ok());
  EXPECT_EQ(cache.signatures(), 2U);
  EXPECT_TRUE(verify_path(amd.chain, amd.root, noon, rules, &cache).ok());
  EXPECT_FALSE(verify_path(amd.chain, amd.root, noon).ok());
  EXPECT_FALSE(verify_path(amd.chain, amd.root, noon, {.keys = rules.keys}).ok());
  EXPECT_FALSE(
      verify_path(amd.chain, amd.root, noon, {.keys = {KeyKind::rsa}, .schemes = {amd.pss}}).ok());
}

TEST(Certificates, FormPathsOverCriticalExtensionsThatTheCallerUnderstands) {
  AmdShape amd;
  amd.chain[0].unknown_critical = {"1.2.3"};
  PathRules rules = {.keys = {KeyKind::rsa, KeyKind::p384}, .schemes = {amd.pss}};
  EXPECT_FALSE(verify_path(amd.chain, amd.root, noon, rules).ok());
  rules.understood_critical = {"1.2.3"};
  EXPECT_TRUE(verify_path(amd.chain, amd.root, noon, rules).ok());
  amd.chain[0].unknown_critical = {"1.2.3", "1.2.4"};
  EXPECT_FALSE(verify_path(amd.chain, amd.root, noon, rules).ok());
}

}  // namespace
}  // namespace anchorhold::crypto
