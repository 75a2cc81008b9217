#include "crypto/jws.h"

#include <gtest/gtest.h>

#include <map>

#include "codec/jose.h"
#include "testkit/attack.h"
#include "testkit/fixed_random.h"
#include "testkit/vectors.h"

namespace anchorhold::crypto {
namespace {

constexpr std::string_view typ = "contract";

class Jws : public testing::Test {
 protected:
  Jws() {
    testkit::FixedRandom random;
    for (auto [kid, algorithm] : {std::pair{"hospital-a", Algorithm::ed25519},
                                  {"hospital-b", Algorithm::es256},
                                  {"lab", Algorithm::es384}}) {
      keys_.emplace(kid, PrivateKey::generate(algorithm, random).value());
    }
  }

  Signer signer(const std::string& kid) const { return {&keys_.at(kid), kid}; }

  KeyOf key_of() const {
    return [this](std::string_view kid) -> Result<PublicKey> {
      const auto found = keys_.find(kid);
      if (found == keys_.end()) return Error{Code::denied, std::string(kid), "not a party"};
      return found->second.public_key();
    };
  }

  std::string signed_by_all() const {
    const Signer all[] = {signer("hospital-a"), signer("hospital-b"), signer("lab")};
    return sign_jws(bytes_of("payload"), typ, all).value();
  }

  // A JWS whose one header is the caller's, with a signature that is right for it.
  std::string forged(const json::Value& header, const std::string& kid) const {
    jose::JwsGeneral jws{copy_of(bytes_of("payload")), {}};
    jose::JwsSignature signature;
    signature.protected_b64 = jose::encode_header(header);
    signature.signature =
        keys_.at(kid)
            .sign(bytes_of(jose::signing_input(signature.protected_b64, jws.payload)))
            .value();
    jws.signatures.push_back(signature);
    return jose::encode_jws(jws);
  }

  Code refusal(const std::string& text) const {
    const auto verified = verify_jws("contract.jws", text, typ, key_of());
    EXPECT_FALSE(verified.ok()) << text;
    return verified.ok() ? Code::internal : verified.error().code;
  }

  std::map<std::string, PrivateKey, std::less<>> keys_;
};

TEST_F(Jws, VerifiesEverySignatureAndNamesTheSigners) {
  const auto verified = verify_jws("contract.jws", signed_by_all(), typ, key_of());
  ASSERT_TRUE(verified.ok()) << verified.error().to_string();
  EXPECT_EQ(text_of(verified->payload), "payload");
  EXPECT_EQ(verified->signers, (std::vector<std::string>{"hospital-a", "hospital-b", "lab"}));
}

TEST_F(Jws, GrowsBySignaturesAdded) {
  const Signer first[] = {signer("lab")};
  const std::string one = sign_jws(bytes_of("payload"), typ, first).value();
  const std::string two = add_signature("contract.jws", one, typ, signer("hospital-b")).value();
  EXPECT_EQ(verify_jws("contract.jws", two, typ, key_of())->signers,
            (std::vector<std::string>{"hospital-b", "lab"}));
  const auto again = add_signature("contract.jws", two, typ, signer("lab"));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, Code::conflict);
  EXPECT_FALSE(add_signature("contract.jws", one, "receipt", signer("hospital-a")).ok());
}

TEST_F(Jws, RefusesSignersThatDoNotFit) {
  EXPECT_FALSE(sign_jws(bytes_of("payload"), typ, {}).ok());
  const Signer nameless[] = {signer("lab"), {&keys_.at("lab"), ""}};
  EXPECT_FALSE(sign_jws(bytes_of("payload"), typ, nameless).ok());
  const Signer twice[] = {signer("lab"), signer("lab")};
  EXPECT_FALSE(sign_jws(bytes_of("payload"), typ, twice).ok());
  const Signer keyless[] = {{nullptr, "lab"}};
  EXPECT_FALSE(sign_jws(bytes_of("payload"), typ, keyless).ok());
}

TEST_F(Jws, RefusesOneBadSignatureAmongGoodOnes) {
  auto jws = jose::parse_jws("jws", signed_by_all()).value();
  jws.signatures[1].signature[5] ^= 1;
  EXPECT_EQ(refusal(jose::encode_jws(jws)), Code::denied);
}

TEST_F(Jws, RefusesAnotherPayloadTypOrSigner) {
  auto jws = jose::parse_jws("jws", signed_by_all()).value();
  jws.payload[0] ^= 1;
  EXPECT_EQ(refusal(jose::encode_jws(jws)), Code::denied);
  EXPECT_FALSE(verify_jws("contract.jws", signed_by_all(), "receipt", key_of()).ok());
  const Signer stranger[] = {{&keys_.at("lab"), "stranger"}};
  EXPECT_EQ(refusal(sign_jws(bytes_of("payload"), typ, stranger).value()), Code::denied);
  const Signer pretender[] = {{&keys_.at("lab"), "hospital-a"}};
  EXPECT_EQ(refusal(sign_jws(bytes_of("payload"), typ, pretender).value()), Code::denied);
}

TEST_F(Jws, TakesTheAlgorithmFromTheKeyAlone) {
  for (std::string_view alg : {"none", "HS256", "ES384", "EdDSA", "RS256"}) {
    const auto header = json::Value::object({{"alg", alg}, {"kid", "hospital-b"}, {"typ", typ}});
    EXPECT_EQ(refusal(forged(header, "hospital-b")), Code::denied) << alg;
  }
}

TEST_F(Jws, DemandsExactlyAlgKidAndTyp) {
  const auto good = json::Value::object({{"alg", "ES384"}, {"kid", "lab"}, {"typ", typ}});
  EXPECT_TRUE(verify_jws("contract.jws", forged(good, "lab"), typ, key_of()).ok());
  for (std::string_view member : {"alg", "kid", "typ"}) {
    json::Value without = good;
    without.as_object().erase(std::string(member));
    EXPECT_EQ(refusal(forged(without, "lab")), Code::malformed) << member;
    json::Value number = good;
    number.set(std::string(member), 1);
    EXPECT_EQ(refusal(forged(number, "lab")), Code::malformed) << member;
    json::Value empty = good;
    empty.set(std::string(member), "");
    EXPECT_EQ(refusal(forged(empty, "lab")), Code::malformed) << member;
  }
  for (std::string_view member : {"jwk", "jku", "x5c", "x5u", "crit", "b64", "nonce", "cty"}) {
    json::Value more = good;
    more.set(std::string(member), "x");
    EXPECT_EQ(refusal(forged(more, "lab")), Code::malformed) << member;
  }
}

TEST_F(Jws, RefusesTwoSignaturesUnderOneName) {
  auto jws = jose::parse_jws("jws", signed_by_all()).value();
  jws.signatures.push_back(jws.signatures.front());
  EXPECT_EQ(refusal(jose::encode_jws(jws)), Code::malformed);
}

TEST_F(Jws, RefusesTruncationsAndChangedBytes) {
  const std::string text = signed_by_all();
  testkit::for_each_truncation(bytes_of(text), [&](ByteView prefix) {
    EXPECT_FALSE(verify_jws("contract.jws", text_of(prefix), typ, key_of()).ok());
  });
  for (size_t i = 0; i < text.size(); ++i) {
    std::string mutant = text;
    mutant[i] = mutant[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(verify_jws("contract.jws", mutant, typ, key_of()).ok()) << i;
  }
}

TEST_F(Jws, ShowsUnverifiedContentOnlyUnderThatName) {
  const auto unverified = read_unverified_jws("contract.jws", signed_by_all(), typ);
  ASSERT_TRUE(unverified.ok());
  EXPECT_EQ(unverified->kids.size(), 3U);
  EXPECT_FALSE(read_unverified_jws("contract.jws", signed_by_all(), "receipt").ok());
}

// The Ed25519 example of the JOSE cookbook collection: it has no typ, so its signature is made and
// checked below our rules.
TEST_F(Jws, MakesTheCookbooksEd25519Signature) {
  const auto folder = testkit::vectors_dir();
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  const auto example =
      json::parse("jws.json", testkit::read_text(*folder / "jose" / "jws.json")).value();
  json::Value described = *example.find("input")->find("key");
  described.as_object().erase("d");
  const PublicKey key = PublicKey::from_jwk("key", described).value();
  const auto jws =
      jose::parse_jws("jws", json::canonical(*example.find("output")->find("json"))).value();
  const jose::JwsSignature& signature = jws.signatures.front();
  EXPECT_TRUE(verify(key, bytes_of(jose::signing_input(signature.protected_b64, jws.payload)),
                     signature.signature));
}

// The other cookbook signatures are RS256, ES512 and HS256, or stand under an unprotected header:
// none is offered, and each is refused as what it is.
TEST_F(Jws, RefusesTheCookbooksOtherKinds) {
  const auto folder = testkit::vectors_dir();
  if (!folder) GTEST_SKIP() << testkit::kNoVectors;
  for (std::string_view name :
       {"4_3.ecdsa_signature.json", "4_6.protecting_specific_header_fields.json",
        "4_8.multiple_signatures.json"}) {
    const auto example = json::parse(name, testkit::read_text(*folder / "jose" / name)).value();
    const json::Value* general = example.find("output")->find("json");
    ASSERT_NE(general, nullptr) << name;
    EXPECT_FALSE(verify_jws(name, json::canonical(*general), typ, key_of()).ok()) << name;
  }
}

}  // namespace
}  // namespace anchorhold::crypto
