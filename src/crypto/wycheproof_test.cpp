// Project Wycheproof's cases for every primitive that this module offers. What is not offered
// (other key, tag and nonce sizes, JOSE with RSA or symmetric) is counted and printed, never passed
// over in silence.

#include <gtest/gtest.h>

#include <functional>
#include <iostream>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/jose.h"
#include "codec/json.h"
#include "crypto/aead.h"
#include "crypto/ecdh.h"
#include "crypto/ecdsa_der.h"
#include "crypto/jwe.h"
#include "crypto/kdf.h"
#include "crypto/keys.h"
#include "crypto/mac.h"
#include "testkit/vectors.h"

namespace anchorhold::crypto {
namespace {

enum class Seen : uint8_t { accepted, rejected, not_offered };

Bytes hex(const json::Value& value, std::string_view key) {
  return from_hex(key, value.find(key)->as_string()).value();
}

std::string text(const json::Value& value, std::string_view key) {
  const json::Value* found = value.find(key);
  return found != nullptr && found->is_string() ? found->as_string() : std::string();
}

int64_t number(const json::Value& value, std::string_view key) {
  return value.find(key)->as_integer();
}

bool flagged(const json::Value& test, std::string_view flag) {
  for (const json::Value& entry : test.find("flags")->as_array()) {
    if (entry.as_string() == flag) return true;
  }
  return false;
}

class Wycheproof : public testing::Test {
 protected:
  // Runs `check` on every case of the file. It must accept what is valid and reject what is
  // invalid; of "acceptable" cases it may do either.
  void run(const std::string& file, int expected_not_offered,
           const std::function<Seen(const json::Value& group, const json::Value& test)>& check) {
    const auto folder = testkit::vectors_dir();
    if (!folder) GTEST_SKIP() << testkit::kNoVectors;
    const auto parsed = json::parse(file, testkit::read_text(*folder / "wycheproof" / file));
    ASSERT_TRUE(parsed.ok()) << parsed.error().to_string();
    int ran = 0;
    int not_offered = 0;
    for (const json::Value& group : parsed->find("testGroups")->as_array()) {
      for (const json::Value& test : group.find("tests")->as_array()) {
        const Seen seen = check(group, test);
        const std::string result = text(test, "result");
        ++(seen == Seen::not_offered ? not_offered : ran);
        if (result == "valid") {
          EXPECT_NE(seen, Seen::rejected)
              << file << " " << number(test, "tcId") << " " << text(test, "comment");
        } else if (result == "invalid") {
          EXPECT_NE(seen, Seen::accepted)
              << file << " " << number(test, "tcId") << " " << text(test, "comment");
        }
      }
    }
    std::cout << file << ": " << ran << " cases ran, " << not_offered
              << " are of sizes or kinds not offered\n";
    EXPECT_GT(ran, 0);
    EXPECT_EQ(not_offered, expected_not_offered);
  }
};

Seen seen(bool accepted) {
  return accepted ? Seen::accepted : Seen::rejected;
}

template <class Cipher>
Seen check_aead(const json::Value& group, const json::Value& test) {
  if (number(group, "ivSize") != 96 || number(group, "keySize") != 256) return Seen::not_offered;
  const Bytes key = hex(test, "key");
  const Bytes iv = hex(test, "iv");
  const Bytes associated = hex(test, "aad");
  const Bytes message = hex(test, "msg");
  Bytes sealed = hex(test, "ct");
  append(sealed, hex(test, "tag"));
  const AeadNonce nonce = ByteView(iv).first<aead_nonce_size>();
  Cipher cipher(ByteView(key).first<aead_key_size>());
  if (text(test, "result") == "valid") {
    Bytes made(message.size() + aead_tag_size);
    EXPECT_TRUE(cipher.seal(nonce, message, made, associated).ok());
    EXPECT_EQ(made, sealed);
  }
  Bytes opened(sealed.size() - aead_tag_size);
  const Status status = cipher.open(nonce, sealed, opened, associated);
  if (!status.ok()) {
    EXPECT_EQ(opened, Bytes(opened.size(), 0));
  }
  return seen(status.ok() && opened == message);
}

TEST_F(Wycheproof, ChaCha20Poly1305) {
  run("chacha20_poly1305_test.json", 9, check_aead<ChaCha20Poly1305>);
}
TEST_F(Wycheproof, Aes256Gcm) {
  run("aes_gcm_test.json", 250, check_aead<Aes256Gcm>);
}

TEST_F(Wycheproof, AesKeyWrap) {
  run("aes_wrap_test.json", 98, [](const json::Value& group, const json::Value& test) {
    if (number(group, "keySize") != 256) return Seen::not_offered;
    const Bytes kek = hex(test, "key");
    const Bytes message = hex(test, "msg");
    if (message.size() > 64) return Seen::not_offered;
    const Bytes wrapped = hex(test, "ct");
    const AeadKey key = ByteView(kek).first<aead_key_size>();
    if (text(test, "result") == "valid") {
      const Result<Bytes> made = aes_key_wrap(key, message);
      EXPECT_TRUE(made.ok() && *made == wrapped);
    }
    const Result<SecretBytes> opened = aes_key_unwrap(key, wrapped);
    return seen(opened.ok() && ct_equal(opened->view(), message));
  });
}

TEST_F(Wycheproof, HmacSha256) {
  run("hmac_sha256_test.json", 0, [](const json::Value& group, const json::Value& test) {
    // Half of the groups cut the tag; the caller of hmac_sha256 would compare the same prefix.
    const Digest256 tag = hmac_sha256(hex(test, "key"), hex(test, "msg"));
    const auto size = static_cast<size_t>(number(group, "tagSize") / 8);
    return seen(ct_equal(ByteView(tag).first(size), hex(test, "tag")));
  });
}

TEST_F(Wycheproof, HkdfSha256) {
  run("hkdf_sha256_test.json", 0, [](const json::Value&, const json::Value& test) {
    Bytes out(static_cast<size_t>(number(test, "size")));
    const Status status = hkdf_sha256(hex(test, "ikm"), hex(test, "salt"), hex(test, "info"), out);
    return seen(status.ok() && out == hex(test, "okm"));
  });
}

TEST_F(Wycheproof, X25519) {
  run("x25519_test.json", 0, [](const json::Value&, const json::Value& test) {
    const Bytes secret = hex(test, "private");
    const Bytes peer = hex(test, "public");
    const auto shared =
        x25519("peer", X25519Secret(ByteView(secret).first<32>()), ByteView(peer).first<32>());
    const bool low_order = flagged(test, "ZeroSharedSecret") || flagged(test, "LowOrderPublic");
    if (flagged(test, "ZeroSharedSecret")) {
      EXPECT_FALSE(shared.ok());
    }
    // Everything but low order is taken: RFC 7748 defines the result for twists and non-canonical
    // values too.
    if (!low_order) {
      EXPECT_TRUE(shared.ok());
    }
    return seen(shared.ok() && ct_equal(shared->view(), hex(test, "shared")));
  });
}

TEST_F(Wycheproof, EcdhP256) {
  run("ecdh_secp256r1_ecpoint_test.json", 0, [](const json::Value&, const json::Value& test) {
    // A private key is written with a zero in front, or without its leading zeros.
    Bytes scalar = hex(test, "private");
    while (scalar.size() > 32 && scalar.front() == 0) scalar.erase(scalar.begin());
    scalar.insert(scalar.begin(), 32 - scalar.size(), 0);
    const auto key = EphemeralKey::from_scalar("key", scalar);
    const auto peer = EcdhPublicKey::from_point("peer", hex(test, "public"));
    if (!key.ok() || !peer.ok()) return Seen::rejected;
    const auto shared = key->agree(*peer);
    return seen(shared.ok() && ct_equal(shared->view(), hex(test, "shared")));
  });
}

// The key of a group, which must be the same from every form that the group offers.
PublicKey group_key(Algorithm algorithm, const json::Value& group, std::string_view raw_member) {
  const json::Value& described = *group.find("publicKey");
  const auto key = PublicKey::from_raw("key", algorithm, hex(described, raw_member));
  EXPECT_TRUE(key.ok()) << key.error().to_string();
  EXPECT_TRUE(PublicKey::from_spki("key", hex(group, "publicKeyDer")).value() == *key);
  if (const json::Value* jwk = group.find("publicKeyJwk")) {
    EXPECT_TRUE(PublicKey::from_jwk("key", *jwk).value() == *key);
  }
  return *key;
}

std::function<Seen(const json::Value&, const json::Value&)> check_raw_signature(
    Algorithm algorithm, std::string_view raw_member) {
  return [=](const json::Value& group, const json::Value& test) {
    const PublicKey key = group_key(algorithm, group, raw_member);
    return seen(verify(key, hex(test, "msg"), hex(test, "sig")));
  };
}

std::function<Seen(const json::Value&, const json::Value&)> check_der_signature(
    Algorithm algorithm) {
  return [=](const json::Value& group, const json::Value& test) {
    const PublicKey key = group_key(algorithm, group, "uncompressed");
    const auto raw = ecdsa_raw_of_der("signature", hex(test, "sig"), signature_size(algorithm) / 2);
    return seen(raw.ok() && verify(key, hex(test, "msg"), *raw));
  };
}

TEST_F(Wycheproof, Ed25519) {
  run("ed25519_test.json", 0, check_raw_signature(Algorithm::ed25519, "pk"));
}

TEST_F(Wycheproof, EcdsaP256Raw) {
  run("ecdsa_secp256r1_sha256_p1363_test.json", 0,
      check_raw_signature(Algorithm::es256, "uncompressed"));
}
TEST_F(Wycheproof, EcdsaP384Raw) {
  run("ecdsa_secp384r1_sha384_p1363_test.json", 0,
      check_raw_signature(Algorithm::es384, "uncompressed"));
}
TEST_F(Wycheproof, EcdsaP256Der) {
  run("ecdsa_secp256r1_sha256_test.json", 0, check_der_signature(Algorithm::es256));
}
TEST_F(Wycheproof, EcdsaP384Der) {
  run("ecdsa_secp384r1_sha384_test.json", 0, check_der_signature(Algorithm::es384));
}

std::function<Seen(const json::Value&, const json::Value&)> check_rsa(SignatureScheme scheme) {
  return [=](const json::Value& group, const json::Value& test) {
    const auto key = SubjectKey::from_spki("key", hex(group, "publicKeyDer"));
    EXPECT_TRUE(key.ok()) << key.error().to_string();
    const json::Value& described = *group.find("publicKey");
    EXPECT_TRUE(
        SubjectKey::from_rsa("key", hex(described, "modulus"), hex(described, "publicExponent"))
            .value() == *key);
    return seen(verify(*key, scheme, hex(test, "msg"), hex(test, "sig")));
  };
}

TEST_F(Wycheproof, RsaPssSha384) {
  run("rsa_pss_4096_sha384_mgf1_48_test.json", 0,
      check_rsa({SignatureKind::rsa_pss, HashKind::sha384}));
}
TEST_F(Wycheproof, RsaPssSha512) {
  run("rsa_pss_4096_sha512_mgf1_64_test.json", 0,
      check_rsa({SignatureKind::rsa_pss, HashKind::sha512}));
}

std::vector<std::string> split(const std::string& compact) {
  std::vector<std::string> parts(1);
  for (char c : compact) {
    if (c == '.') {
      parts.emplace_back();
    } else {
      parts.back().push_back(c);
    }
  }
  return parts;
}

// A compact JWS in the one form that is read here. A case with another number of parts stays
// malformed.
std::string general_json(const std::string& compact) {
  const std::vector<std::string> parts = split(compact);
  if (parts.size() != 3) return compact;
  const json::Value signature =
      json::Value::object({{"protected", parts[0]}, {"signature", parts[2]}});
  return json::canonical(json::Value::object(
      {{"payload", parts[1]}, {"signatures", json::Value::array({signature})}}));
}

// Our own rules demand a typ that no case has, so the form and the signature are checked one by
// one.
Seen check_jws(const json::Value& key_description, const json::Value& test) {
  const std::string kty = text(key_description, "kty");
  if (kty != "EC" && kty != "OKP") return Seen::not_offered;
  if (text(key_description, "crv") == "P-521") return Seen::not_offered;
  json::Value described = key_description;
  described.as_object().erase("d");
  const auto key = PublicKey::from_jwk("key", described);
  if (!key.ok()) return Seen::rejected;
  const auto jws = jose::parse_jws("jws", general_json(text(test, "jws")));
  if (!jws.ok()) return Seen::rejected;
  const jose::JwsSignature& signature = jws->signatures.front();
  const std::string input = jose::signing_input(signature.protected_b64, jws->payload);
  return seen(text(signature.header, "alg") == jose_name(key->algorithm()) &&
              verify(*key, bytes_of(input), signature.signature));
}

TEST_F(Wycheproof, JsonWebSignature) {
  run("json_web_signature_test.json", 360, [](const json::Value& group, const json::Value& test) {
    const json::Value* key =
        group.find("public") != nullptr ? group.find("public") : group.find("private");
    return check_jws(*key, test);
  });
}

TEST_F(Wycheproof, JsonWebKey) {
  run("json_web_key_test.json", 21, [](const json::Value& group, const json::Value& test) {
    const json::Array& keys = group.find("private")->find("keys")->as_array();
    return keys.size() == 1 ? check_jws(keys.front(), test) : Seen::not_offered;
  });
}

TEST_F(Wycheproof, JsonWebEncryption) {
  run("json_web_encryption_test.json", 138, [](const json::Value& group, const json::Value& test) {
    const json::Value& described = *group.find("private");
    if (text(described, "alg") != "ECDH-ES+A256KW" || text(described, "crv") != "P-256")
      return Seen::not_offered;
    if (text(test, "enc") != "A256GCM") return Seen::not_offered;
    const auto scalar = from_base64("d", text(described, "d"), Base64::url);
    const auto key = EphemeralKey::from_scalar("key", scalar.value());
    const std::vector<std::string> parts = split(text(test, "jwe"));
    if (!key.ok() || parts.size() != 5) return Seen::rejected;
    const std::string flattened = json::canonical(json::Value::object({{"protected", parts[0]},
                                                                       {"encrypted_key", parts[1]},
                                                                       {"iv", parts[2]},
                                                                       {"ciphertext", parts[3]},
                                                                       {"tag", parts[4]}}));
    const auto plaintext = decrypt_jwe("jwe", flattened, *key);
    return seen(plaintext.ok() && ct_equal(plaintext->view(), hex(test, "pt")));
  });
}

}  // namespace
}  // namespace anchorhold::crypto
