#include "crypto/x509.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.h"
#include "codec/cbor.h"
#include "codec/cose.h"
#include "codec/der.h"
#include "codec/pem.h"
#include "crypto/ecdsa_der.h"
#include "crypto/samples_test.h"
#include "crypto/spki.h"
#include "crypto/x509_build.h"
#include "crypto/x509_oids.h"
#include "testkit/attack.h"
#include "testkit/vectors.h"

namespace anchorhold::crypto {
namespace {

using std::chrono::hours;

CertificateFields fields_of(const PrivateKey& key) {
  const Bytes name = encode_name({.country = "DE",
                                  .organization = "Anchorhold",
                                  .organizational_unit = "tests",
                                  .common_name = "root"});
  return {.serial = {0x80, 0x01},
          .issuer = name,
          .subject = name,
          .not_before = noon,
          .not_after = noon + hours(24),
          .key = key.public_key(),
          .basic_constraints = {.ca = true, .path_length = 2},
          .key_usage = KeyUsages().add(KeyUsage::key_cert_sign).add(KeyUsage::crl_sign)};
}

Bytes self_signed(Algorithm algorithm = Algorithm::es384) {
  const PrivateKey key = key_from_seed(algorithm);
  return build_certificate(fields_of(key), key).value();
}

TEST(Certificate, ReadsWhatWasBuilt) {
  for (Algorithm algorithm : {Algorithm::ed25519, Algorithm::es256, Algorithm::es384}) {
    const PrivateKey key = key_from_seed(algorithm);
    const CertificateFields fields = fields_of(key);
    const auto read = parse_certificate("root", build_certificate(fields, key).value());
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(read->serial, fields.serial);
    EXPECT_EQ(read->issuer, fields.issuer);
    EXPECT_EQ(read->subject, fields.subject);
    EXPECT_EQ(read->subject_common_name, "root");
    EXPECT_EQ(read->not_before, fields.not_before);
    EXPECT_EQ(read->not_after, fields.not_after);
    EXPECT_TRUE(read->key == key.public_key().subject_key());
    EXPECT_EQ(read->key.as_public_key()->algorithm(), algorithm);
    EXPECT_TRUE(read->basic_constraints->ca);
    EXPECT_EQ(read->basic_constraints->path_length, 2U);
    EXPECT_EQ(read->key_usage->bits(), fields.key_usage.bits());
    EXPECT_EQ(read->subject_key_id, read->authority_key_id);
    EXPECT_TRUE(read->unknown_critical.empty());
    EXPECT_TRUE(verify(read->key, read->signature_algorithm, read->tbs, read->signature));
  }
}

TEST(Certificate, IsBuiltFromSensibleFieldsOnly) {
  const PrivateKey key = key_from_seed(Algorithm::es384);
  const auto builds = [&](auto change) {
    CertificateFields fields = fields_of(key);
    change(fields);
    return build_certificate(fields, key).ok();
  };
  EXPECT_TRUE(builds([](CertificateFields&) {}));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.serial.clear(); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.serial = Bytes(8, 0); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.serial = Bytes(21, 1); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.serial = Bytes(20, 0xff); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.not_after = f.not_before - hours(1); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.issuer.clear(); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.key_usage = KeyUsages(); }));
  EXPECT_FALSE(builds([](CertificateFields& f) { f.basic_constraints.ca = false; }));
}

TEST(Certificate, RefusesTruncationsAndTrailingBytes) {
  const Bytes der = self_signed();
  testkit::for_each_truncation(
      der, [](ByteView prefix) { EXPECT_FALSE(parse_certificate("c", prefix).ok()); });
  Bytes longer = der;
  longer.push_back(0);
  EXPECT_FALSE(parse_certificate("c", longer).ok());
}

TEST(Certificate, NoChangedBitGoesUnnoticed) {
  const Bytes der = self_signed(Algorithm::es256);
  const Certificate original = parse_certificate("c", der).value();
  testkit::for_each_bit_flip(der, [&](ByteView mutant, size_t bit) {
    const auto read = parse_certificate("c", mutant);
    EXPECT_FALSE(read.ok() &&
                 verify(original.key, original.signature_algorithm, read->tbs, read->signature))
        << bit;
  });
}

TEST(Certificate, RefusesWhatIsTooLarge) {
  const auto read = parse_certificate("c", Bytes(20000, 0x30));
  ASSERT_FALSE(read.ok());
  EXPECT_EQ(read.error().code, Code::limit_exceeded);
}

constexpr der::Oid unknown_oid = der::Oid::of({1, 3, 6, 1, 4, 1, 99999, 1});

// RawCertificate: a certificate put together by hand, signed rightly, to hold what the builder
// would not write.
struct RawCertificate {
  Bytes version = der::element(der::context(0), {der::integer(2)});
  Bytes inner_algorithm = der::sequence({der::oid(oids::ecdsa_with_sha384)});
  Bytes outer_algorithm = inner_algorithm;
  Bytes after_key;  // in place of the extensions
  Bytes spki;

  Result<Certificate> parse() const {
    const PrivateKey key = key_from_seed(Algorithm::es384);
    const Bytes name = encode_name({.common_name = "x"});
    const Bytes tbs =
        der::sequence({version, der::integer(1), inner_algorithm, name,
                       der::sequence({der::time(noon), der::time(noon + hours(1))}), name,
                       spki.empty() ? key.public_key().spki() : spki, after_key});
    const Bytes signature = ecdsa_der_of_raw(key.sign(tbs).value());
    return parse_certificate("c",
                             der::sequence({tbs, outer_algorithm, der::bit_string(signature)}));
  }
};

Bytes extensions_of(std::initializer_list<ByteView> list) {
  return der::element(der::context(3), {der::sequence(list)});
}

Bytes extension_of(const der::Oid& oid, ByteView flag, ByteView value) {
  return der::sequence({der::oid(oid), flag, der::octet_string(value)});
}

RawCertificate with_extension(const der::Oid& oid, ByteView flag, ByteView value) {
  RawCertificate raw;
  raw.after_key = extensions_of({extension_of(oid, flag, value)});
  return raw;
}

TEST(Certificate, ReadsOneWithoutExtensions) {
  const auto read = RawCertificate().parse();
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_FALSE(read->basic_constraints || read->key_usage);
}

TEST(Certificate, RefusesOtherVersionsAndAlgorithms) {
  RawCertificate old;
  old.version = {};
  EXPECT_FALSE(old.parse().ok());
  RawCertificate second;
  second.version = der::element(der::context(0), {der::integer(1)});
  EXPECT_FALSE(second.parse().ok());
  RawCertificate mixed;
  mixed.outer_algorithm = der::sequence({der::oid(oids::ecdsa_with_sha256)});
  EXPECT_EQ(mixed.parse().error().code, Code::malformed);
  RawCertificate with_null;
  with_null.inner_algorithm = der::sequence({der::oid(oids::ecdsa_with_sha384), der::null()});
  with_null.outer_algorithm = with_null.inner_algorithm;
  EXPECT_TRUE(with_null.parse().ok());  // as mbedTLS writes it
  RawCertificate with_parameter;
  with_parameter.inner_algorithm =
      der::sequence({der::oid(oids::ecdsa_with_sha384), der::integer(1)});
  with_parameter.outer_algorithm = with_parameter.inner_algorithm;
  EXPECT_EQ(with_parameter.parse().error().code, Code::malformed);
  RawCertificate other;
  other.inner_algorithm = der::sequence({der::oid(unknown_oid)});
  other.outer_algorithm = other.inner_algorithm;
  EXPECT_EQ(other.parse().error().code, Code::unsupported);
  RawCertificate short_key;
  short_key.spki = spki_of_rsa(Bytes(128, 0xff), Bytes{3});
  EXPECT_EQ(short_key.parse().error().code, Code::unsupported);
}

TEST(Certificate, ListsCriticalExtensionsThatItDoesNotKnow) {
  EXPECT_TRUE(with_extension(unknown_oid, {}, der::null()).parse()->unknown_critical.empty());
  EXPECT_EQ(with_extension(unknown_oid, der::boolean(true), der::null()).parse()->unknown_critical,
            std::vector<std::string>{unknown_oid.to_text()});
}

TEST(Certificate, RefusesRepeatedAndNoExtensions) {
  const Bytes one = extension_of(unknown_oid, {}, der::null());
  RawCertificate twice;
  twice.after_key = extensions_of({one, one});
  EXPECT_FALSE(twice.parse().ok());
  RawCertificate empty;
  empty.after_key = extensions_of({});
  EXPECT_FALSE(empty.parse().ok());
}

TEST(Certificate, TakesDefaultsThatAreWrittenOut) {
  const auto read = with_extension(unknown_oid, der::boolean(false), der::null()).parse();
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_TRUE(read->unknown_critical.empty());
  const auto leaf =
      with_extension(oids::basic_constraints, {}, der::sequence({der::boolean(false)})).parse();
  ASSERT_TRUE(leaf.ok()) << leaf.error().to_string();
  EXPECT_FALSE(leaf->basic_constraints->ca);
}

TEST(Certificate, TakesAPathLengthThatMeansNothing) {
  const auto read = with_extension(oids::basic_constraints, der::boolean(true),
                                   der::sequence({der::boolean(false), der::integer(0)}))
                        .parse();
  ASSERT_TRUE(read.ok()) << read.error().to_string();
  EXPECT_FALSE(read->basic_constraints->ca);
  EXPECT_FALSE(read->basic_constraints->path_length);
}

TEST(Certificate, RefusesBasicConstraintsThatContradictThemselves) {
  const auto parses = [](std::initializer_list<ByteView> parts) {
    return with_extension(oids::basic_constraints, der::boolean(true), der::sequence(parts))
        .parse()
        .ok();
  };
  EXPECT_TRUE(parses({}));
  EXPECT_TRUE(parses({der::boolean(true)}));
  EXPECT_TRUE(parses({der::boolean(true), der::integer(0)}));
  EXPECT_FALSE(parses({der::boolean(false), der::integer(-1)}));
  EXPECT_FALSE(parses({der::boolean(true), der::integer(-1)}));
  EXPECT_FALSE(parses({der::boolean(true), der::integer(1 << 20)}));
  EXPECT_FALSE(parses({der::boolean(true), der::integer(1), der::null()}));
}

TEST(Certificate, RefusesKeyUsagesThatSayNothing) {
  EXPECT_FALSE(with_extension(oids::key_usage, {}, der::bit_flags(0)).parse().ok());
  EXPECT_FALSE(with_extension(oids::key_usage, {}, der::bit_flags(1U << 9)).parse().ok());
  EXPECT_TRUE(with_extension(oids::key_usage, {}, der::bit_flags(1U << 8))
                  .parse()
                  ->key_usage->has(KeyUsage::decipher_only));
}

TEST(Certificate, KeepsEveryExtension) {
  const auto read = with_extension(unknown_oid, der::boolean(true), der::integer(5)).parse();
  const Extension* found = read->find_extension("1.3.6.1.4.1.99999.1");
  ASSERT_NE(found, nullptr);
  EXPECT_TRUE(found->critical);
  EXPECT_EQ(found->value, der::integer(5));
  EXPECT_EQ(read->find_extension("1.3.6.1.4.1.99999"), nullptr);
}

TEST(Certificate, MakesNamesSafeToPrint) {
  const PrivateKey key = key_from_seed(Algorithm::es384);
  CertificateFields fields = fields_of(key);
  fields.subject = encode_name({.common_name = "a\x1b[31m\nb\xff"});
  EXPECT_EQ(parse_certificate("c", build_certificate(fields, key).value())->subject_common_name,
            "a?[31m?b?");
}

TEST(Certificate, ReadsAllGenuineNitroCertificates) {
  const auto folder = testkit::vectors_dir();
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "nitro")) {
    const Bytes document = testkit::read_bytes(entry.path() / "document.bin");
    if (document.empty()) continue;
    const auto message = cose::parse_sign1("document", document);
    if (!message.ok()) continue;
    const auto payload = cbor::decode("payload", message->payload, {.allow_indefinite_maps = true});
    ASSERT_TRUE(payload.ok()) << payload.error().to_string();
    for (const cbor::Value& item : payload->find("cabundle")->items()) {
      const auto read = parse_certificate("cabundle", *item.as_bytes());
      EXPECT_TRUE(read.ok()) << entry.path() << read.error().to_string();
      ++count;
    }
    EXPECT_TRUE(parse_certificate("leaf", *payload->find("certificate")->as_bytes()).ok())
        << entry.path();
  }
  EXPECT_GE(count, 30U);
}

}  // namespace
}  // namespace anchorhold::crypto
