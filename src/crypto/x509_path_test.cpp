#include "crypto/x509_path.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/hex.h"
#include "codec/cbor.h"
#include "codec/cose.h"
#include "crypto/samples_test.h"
#include "crypto/x509_build.h"
#include "testkit/vectors.h"

namespace anchorhold::crypto {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// Level: one certificate to be made. As it stands it is an intermediate like Nitro's.
struct Level {
  std::string name;
  Algorithm algorithm = Algorithm::es384;
  BasicConstraints constraints = {.ca = true};
  KeyUsages usage = KeyUsages().add(KeyUsage::key_cert_sign);
  Time not_before = noon - hours(1);
  Time not_after = noon + hours(24);
  bool key_identifiers = true;
  std::string issuer_name = {};  // another issuer's name than the level above
  uint64_t signer_seed = 0;      // another key than the level above
};

// Chain: root first, as the levels are given; the first one is self-signed.
struct Chain {
  explicit Chain(const std::vector<Level>& levels) {
    std::vector<PrivateKey> keys;
    for (size_t i = 0; i < levels.size(); ++i) {
      const Level& level = levels[i];
      keys.push_back(key_from_seed(level.algorithm, 100 + i));
      const Level& above = levels[i == 0 ? 0 : i - 1];
      const CertificateFields fields = {
          .serial = {static_cast<uint8_t>(i + 1)},
          .issuer = encode_name(
              {.common_name = level.issuer_name.empty() ? above.name : level.issuer_name}),
          .subject = encode_name({.common_name = level.name}),
          .not_before = level.not_before,
          .not_after = level.not_after,
          .key = keys.back().public_key(),
          .basic_constraints = level.constraints,
          .key_usage = level.usage,
          .key_identifiers = level.key_identifiers};
      const PrivateKey stranger = key_from_seed(Algorithm::es384, level.signer_seed);
      const PrivateKey& issuer = level.signer_seed != 0 ? stranger : keys[i == 0 ? 0 : i - 1];
      certificates.push_back(
          parse_certificate(level.name, build_certificate(fields, issuer).value()).value());
    }
  }

  // verify_path wants the leaf first and the anchor apart.
  Status verify(Time at = noon, const PathRules& rules = {}) const {
    return verify_path(std::vector<Certificate>(certificates.rbegin(), certificates.rend() - 1),
                       certificates.front(), at, rules);
  }

  std::vector<Certificate> certificates;
};

// The shape of Nitro's chains: root without a limit, path lengths 2, 1, 0, a leaf of 3 hours
// without key identifiers.
std::vector<Level> nitro_shape() {
  std::vector<Level> levels = {{.name = "root"},
                               {.name = "region"},
                               {.name = "zone"},
                               {.name = "instance"},
                               {.name = "leaf"}};
  for (size_t i = 1; i <= 3; ++i) levels[i].constraints.path_length = static_cast<unsigned>(3 - i);
  levels[4].constraints = {};
  levels[4].usage = KeyUsages().add(KeyUsage::digital_signature);
  levels[4].not_after = noon + hours(3);
  levels[4].key_identifiers = false;
  return levels;
}

Status verify_changed(const std::function<void(std::vector<Level>&)>& change,
                      const PathRules& rules = {}) {
  std::vector<Level> levels = nitro_shape();
  change(levels);
  return Chain(levels).verify(noon, rules);
}

void expect_refused(const Status& status, std::string_view certificate, std::string_view reason) {
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::denied);
  EXPECT_EQ(status.error().object, "certificate '" + std::string(certificate) + "'");
  EXPECT_NE(status.error().message.find(reason), std::string::npos) << status.error().message;
}

TEST(Path, AcceptsTheShapeOfNitrosChains) {
  const Status status = Chain(nitro_shape()).verify();
  EXPECT_TRUE(status.ok()) << status.error().to_string();
}

TEST(Path, AcceptsALeafDirectlyUnderTheAnchor) {
  std::vector<Level> levels = nitro_shape();
  levels.erase(levels.begin() + 1, levels.begin() + 4);
  EXPECT_TRUE(Chain(levels).verify().ok());
}

TEST(Path, RefusesAnEmptyChain) {
  const Status status = verify_path({}, Chain(nitro_shape()).certificates.front(), noon);
  ASSERT_FALSE(status.ok());
  EXPECT_EQ(status.error().code, Code::invalid_argument);
}

TEST(Path, LooksAtEveryCertificatesDates) {
  const Chain chain(nitro_shape());
  EXPECT_TRUE(chain.verify(noon - hours(1)).ok());
  EXPECT_TRUE(chain.verify(noon + hours(3)).ok());
  // notAfter is a whole second, and that second still counts.
  EXPECT_TRUE(chain.verify(noon + hours(3) + milliseconds(999)).ok());
  expect_refused(chain.verify(noon + hours(3) + milliseconds(1000)), "leaf", "expired");
  expect_refused(chain.verify(noon - hours(1) - milliseconds(1)), "root", "not yet valid");
  expect_refused(chain.verify(noon + hours(48)), "root", "expired");
  for (size_t i = 0; i < 5; ++i) {
    const std::string name = nitro_shape()[i].name;
    expect_refused(verify_changed([i](auto& levels) { levels[i].not_after = noon - hours(1); }),
                   name, "expired");
    expect_refused(verify_changed([i](auto& levels) { levels[i].not_before = noon + hours(1); }),
                   name, "not yet");
  }
}

TEST(Path, CanLeaveTheAnchorsDatesOut) {
  const auto old_root = [](auto& levels) { levels[0].not_after = noon - hours(1); };
  EXPECT_FALSE(verify_changed(old_root).ok());
  EXPECT_TRUE(verify_changed(old_root, {.anchor_within_validity = false}).ok());
}

TEST(Path, RefusesAnotherRootOfTheSameName) {
  const Chain chain(nitro_shape());
  std::vector<Level> levels = nitro_shape();
  levels[0].algorithm = Algorithm::es384;
  levels[0].key_identifiers = false;
  const PrivateKey key = key_from_seed(Algorithm::es384, 999);
  const Bytes name = encode_name({.common_name = "root"});
  const Bytes der = build_certificate({.serial = {1},
                                       .issuer = name,
                                       .subject = name,
                                       .not_before = noon - hours(1),
                                       .not_after = noon + hours(24),
                                       .key = key.public_key(),
                                       .basic_constraints = {.ca = true},
                                       .key_usage = KeyUsages().add(KeyUsage::key_cert_sign),
                                       .key_identifiers = false},
                                      key)
                        .value();
  const Certificate impostor = parse_certificate("root", der).value();
  const std::vector<Certificate> rest(chain.certificates.rbegin(), chain.certificates.rend() - 1);
  expect_refused(verify_path(rest, impostor, noon), "region", "signature");
}

TEST(Path, RefusesMissingReorderedAndForeignCertificates) {
  const std::vector<Certificate> all = Chain(nitro_shape()).certificates;
  const auto verify_of = [&](std::initializer_list<size_t> order) {
    std::vector<Certificate> chain;
    for (size_t i : order) chain.push_back(all[i]);
    return verify_path(chain, all[0], noon);
  };
  EXPECT_TRUE(verify_of({4, 3, 2, 1}).ok());
  expect_refused(verify_of({4, 3, 1}), "instance", "issuer");
  expect_refused(verify_of({4, 2, 1}), "leaf", "issuer");
  expect_refused(verify_of({4, 3, 2}), "zone", "issuer");
  expect_refused(verify_of({4, 2, 3, 1}), "instance", "issuer");
  expect_refused(verify_of({1, 2, 3, 4}), "leaf", "not a CA");
  expect_refused(verify_of({4, 3, 2, 2, 1}), "zone", "issuer");
  std::vector<Level> foreign = nitro_shape();
  foreign[4].name = "other leaf";
  foreign[4].issuer_name = "other instance";
  expect_refused(Chain(foreign).verify(), "other leaf", "issuer");
}

TEST(Path, RefusesASignatureByAnotherKey) {
  for (size_t i = 1; i < 5; ++i) {
    const std::string name = nitro_shape()[i].name;
    const Status status = verify_changed([i](auto& levels) {
      levels[i].signer_seed = 77;
      levels[i].key_identifiers = false;
    });
    expect_refused(status, name, "signature");
  }
}

TEST(Path, RefusesAnAuthorityKeyIdentifierOfAnotherKey) {
  expect_refused(verify_changed([](auto& levels) { levels[2].signer_seed = 77; }), "zone",
                 "authority key identifier");
}

TEST(Path, RefusesIssuersThatMayNotIssue) {
  expect_refused(verify_changed([](auto& levels) { levels[2].constraints = {}; }), "zone",
                 "not a CA");
  expect_refused(verify_changed([](auto& levels) { levels[0].constraints = {}; }), "root",
                 "not a CA");
  expect_refused(verify_changed([](auto& levels) {
                   levels[2].usage = KeyUsages().add(KeyUsage::digital_signature);
                 }),
                 "zone", "may not sign certificates");
}

TEST(Path, RefusesALeafThatIssues) {
  std::vector<Level> levels = nitro_shape();
  Level more = levels.back();
  more.name = "below leaf";
  levels.push_back(more);
  expect_refused(Chain(levels).verify(), "leaf", "not a CA");
}

TEST(Path, CountsThePathLength) {
  // The instance certificate has path length 0: it may issue leaves only.
  std::vector<Level> levels = nitro_shape();
  Level more = levels[3];
  more.name = "below instance";
  levels.insert(levels.begin() + 4, more);
  expect_refused(Chain(levels).verify(), "below instance", "one CA too many");
  // A certificate cannot widen what those above it allow.
  expect_refused(verify_changed([](auto& l) {
                   l[1].constraints.path_length = 0;
                   l[2].constraints.path_length = 9;
                 }),
                 "zone", "one CA too many");
  // The anchor's own limit counts.
  expect_refused(verify_changed([](auto& l) { l[0].constraints.path_length = 1; }), "zone",
                 "one CA too many");
  EXPECT_TRUE(verify_changed([](auto& l) { l[0].constraints.path_length = 3; }).ok());
}

TEST(Path, RefusesACaAsLeafAndALeafThatMayNotSign) {
  expect_refused(verify_changed([](auto& levels) { levels[4].constraints.ca = true; }), "leaf",
                 "a CA stands");
  const auto agreement = [](auto& levels) {
    levels[4].usage = KeyUsages().add(KeyUsage::key_agreement);
  };
  expect_refused(verify_changed(agreement), "leaf", "may not sign data");
  EXPECT_TRUE(verify_changed(agreement, {.leaf_digital_signature = false}).ok());
}

TEST(Path, RefusesAlgorithmsThatTheRulesDoNotAllow) {
  const auto p256_leaf = [](auto& levels) { levels[4].algorithm = Algorithm::es256; };
  expect_refused(verify_changed(p256_leaf), "leaf", "algorithm");
  EXPECT_TRUE(verify_changed(p256_leaf, {.keys = {KeyKind::p384, KeyKind::p256}}).ok());
  expect_refused(verify_changed([](auto& levels) { levels[3].algorithm = Algorithm::es256; }),
                 "instance", "algorithm");
  expect_refused(verify_changed([](auto& levels) { levels[0].algorithm = Algorithm::ed25519; }),
                 "root", "algorithm");
}

TEST(Path, LimitsTheNumberOfCertificates) {
  const Chain chain(nitro_shape());
  EXPECT_TRUE(chain.verify(noon, {.max_length = 5}).ok());
  expect_refused(chain.verify(noon, {.max_length = 4}), "leaf", "too long");
  expect_refused(chain.verify(noon, {.max_length = 3}), "instance", "too long");
}

TEST(Path, RefusesUnknownCriticalExtensions) {
  Chain chain(nitro_shape());
  chain.certificates[2].unknown_critical = {"1.2.3"};
  expect_refused(chain.verify(), "zone", "critical extension");
}

TEST(Path, AnAnchorKnownByItsKeyMustHaveSignedItself) {
  const Chain good(nitro_shape());
  EXPECT_TRUE(trust_anchor_key(good.certificates[0], noon, {}, nullptr).ok());
  const Chain forged({{.name = "root",
                       .not_after = noon + hours(9999),
                       .key_identifiers = false,
                       .signer_seed = 7}});
  ASSERT_EQ(forged.certificates[0].key, good.certificates[0].key);
  const auto refused = trust_anchor_key(forged.certificates[0], noon, {}, nullptr);
  ASSERT_FALSE(refused.ok());
  expect_refused(refused.error(), "root", "not by the key");
  const Chain cross({{.name = "root", .issuer_name = "above", .signer_seed = 7}});
  EXPECT_TRUE(trust_anchor_key(cross.certificates[0], noon, {}, nullptr).ok());
}

TEST(Path, OfNamesakesTheOneThatSignedIsTheIssuer) {
  const Chain chain({{.name = "root"}, {.name = "region", .key_identifiers = false}});
  const Certificate& child = chain.certificates[1];
  const Certificate impostor = Chain({{.name = "other"}, {.name = "root"}}).certificates[1];
  const Certificate cross =
      Chain({{.name = "root", .issuer_name = "above", .signer_seed = 7}}).certificates[0];
  const std::vector<Certificate> pool = {impostor, cross, chain.certificates[0]};
  const auto among_first = [&](size_t count) {
    return find_issuer(child, std::span(pool).first(count), nullptr);
  };
  EXPECT_EQ(among_first(0), nullptr);
  EXPECT_EQ(among_first(1), &pool[0]) << "something to refuse";
  EXPECT_EQ(among_first(2), &pool[1]);
  EXPECT_EQ(among_first(3), &pool[2]) << "the one that signed itself";
}

TEST(Path, AKeptIssuerKnowsWhenItIsValid) {
  const std::vector<Certificate> all = Chain(nitro_shape()).certificates;
  Issuer issuer = trust_anchor(all[0], noon).value();
  for (size_t i = 1; i <= 3; ++i) issuer = verify_ca(issuer, all[i], noon).value();
  EXPECT_TRUE(verify_leaf(issuer, all[4], noon).ok());
  EXPECT_EQ(issuer.not_before(), noon - hours(1));
  EXPECT_EQ(issuer.not_after(), noon + hours(24));
  EXPECT_TRUE(issuer.valid_at(noon + hours(24)));
  EXPECT_FALSE(issuer.valid_at(noon + hours(25)));
  EXPECT_FALSE(issuer.valid_at(noon - hours(2)));
}

TEST(Path, AcceptsTheGenuineNitroChains) {
  const auto folder = testkit::vectors_dir();
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  size_t genuine = 0;
  for (const auto& entry : std::filesystem::directory_iterator(*folder / "nitro")) {
    const auto message =
        cose::parse_sign1("document", testkit::read_bytes(entry.path() / "document.bin"));
    if (!message.ok()) continue;
    const Bytes document = testkit::read_bytes(entry.path() / "document.bin");
    const auto payload = cbor::decode("payload", cose::parse_sign1("document", document)->payload,
                                      {.allow_indefinite_maps = true});
    ASSERT_TRUE(payload.ok());
    std::vector<Certificate> chain = {
        parse_certificate("leaf", *payload->find("certificate")->as_bytes()).value()};
    const auto& bundle = payload->find("cabundle")->items();
    for (size_t i = bundle.size() - 1; i > 0; --i) {
      chain.push_back(parse_certificate("cabundle", *bundle[i].as_bytes()).value());
    }
    const Certificate root = parse_certificate("root", *bundle[0].as_bytes()).value();
    // The AWS Nitro Enclaves root, G1.
    if (to_hex(root.digest()) != "641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b")
      continue;
    const Status status = verify_path(chain, root, chain.front().not_before);
    EXPECT_TRUE(status.ok()) << entry.path() << " " << status.error().to_string();
    expect_refused(verify_path(chain, root, chain.front().not_after + std::chrono::seconds(1)),
                   chain.front().subject_common_name, "expired");
    ++genuine;
  }
  EXPECT_GE(genuine, 8U);
}

}  // namespace
}  // namespace anchorhold::crypto
