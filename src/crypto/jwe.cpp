#include "crypto/jwe.h"

#include "codec/jose.h"
#include "crypto/aead.h"
#include "crypto/kdf.h"

namespace anchorhold::crypto {
namespace {

constexpr std::string_view key_management = "ECDH-ES+A256KW";
constexpr std::string_view content_encryption = "A256GCM";

// The OtherInfo of RFC 7518 section 4.6.2: AlgorithmID with its length, empty PartyUInfo and
// PartyVInfo, and the key's length in bits.
Bytes other_info() {
  Bytes info = {0, 0, 0, static_cast<uint8_t>(key_management.size())};
  append(info, bytes_of(key_management));
  append(info, ByteArray<12>{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
  return info;
}

Result<SecretArray<32>> key_encryption_key(const EphemeralKey& own, const EcdhPublicKey& peer) {
  AH_ASSIGN(const SecretArray<32> shared, own.agree(peer));
  SecretArray<32> key;
  AH_TRY(concat_kdf_sha256(shared.view(), other_info(), key.fill()));
  return key;
}

Status check_header(std::string_view object, const json::Value& header) {
  for (const auto& [name, value] : header.as_object()) {
    if (name == "epk") continue;
    const std::string_view expected = name == "alg"   ? key_management
                                      : name == "enc" ? content_encryption
                                                      : std::string_view();
    if (expected.empty()) {
      return Error{Code::unsupported, std::string(object),
                   "the JWE's header has the member '" + name + "'"}
          .want("alg, enc and epk only");
    }
    if (!value.is_string() || value.as_string() != expected) {
      return Error{Code::unsupported, std::string(object), "the JWE's '" + name + "' is another"}
          .want(std::string(expected));
    }
  }
  if (header.as_object().size() != 3) {
    return Error{Code::malformed, std::string(object), "the JWE's header is incomplete"}.want(
        "alg, enc and epk");
  }
  return {};
}

// epk: the sender's point and nothing else.
Result<EcdhPublicKey> sender_key(std::string_view object, const json::Value& header) {
  const json::Value& epk = *header.find("epk");
  AH_ASSIGN(EcdhPublicKey key, EcdhPublicKey::from_jwk(object, epk));
  if (!(epk == key.to_jwk())) {
    return Error{Code::malformed, std::string(object), "the JWE's epk has more than a public key"}
        .want("crv, kty, x and y only");
  }
  return key;
}

}  // namespace

Result<std::string> encrypt_jwe(ByteView plaintext, const EcdhPublicKey& recipient,
                                Random& random) {
  AH_ASSIGN(const EphemeralKey ephemeral, EphemeralKey::generate(random));
  SecretArray<32> content_key;
  ByteArray<aead_nonce_size> nonce;
  AH_TRY(random.fill(content_key.fill()));
  AH_TRY(random.fill(nonce));
  AH_ASSIGN(const SecretArray<32> wrapping_key, key_encryption_key(ephemeral, recipient));

  jose::Jwe jwe;
  jwe.header = json::Value::object({{"alg", key_management},
                                    {"enc", content_encryption},
                                    {"epk", ephemeral.public_key().to_jwk()}});
  jwe.protected_b64 = jose::encode_header(jwe.header);
  AH_ASSIGN(jwe.encrypted_key, aes_key_wrap(wrapping_key.view(), content_key.view()));
  jwe.iv = copy_of(nonce);
  Bytes sealed(plaintext.size() + aead_tag_size);
  AH_TRY(Aes256Gcm(content_key.view()).seal(nonce, plaintext, sealed, bytes_of(jwe.protected_b64)));
  jwe.tag.assign(sealed.end() - aead_tag_size, sealed.end());
  sealed.resize(plaintext.size());
  jwe.ciphertext = std::move(sealed);
  return jose::encode_jwe(jwe);
}

Result<SecretBytes> decrypt_jwe(std::string_view object, std::string_view json_text,
                                const EphemeralKey& key) {
  AH_ASSIGN(jose::Jwe jwe, jose::parse_jwe(object, json_text));
  AH_TRY(check_header(object, jwe.header));
  AH_ASSIGN(const EcdhPublicKey sender, sender_key(object, jwe.header));
  constexpr size_t wrapped_size = aead_key_size + 8;
  if (jwe.iv.size() != aead_nonce_size || jwe.tag.size() != aead_tag_size ||
      jwe.encrypted_key.size() != wrapped_size) {
    return Error{Code::malformed, std::string(object), "the JWE's parts have wrong lengths"}.want(
        "encrypted_key of 40, iv of 12 and tag of 16 bytes");
  }
  const auto denied = [&] {
    return Error{Code::denied, std::string(object),
                 "the JWE does not open: it is not to this key, or it was changed"};
  };
  AH_ASSIGN(const SecretArray<32> wrapping_key, key_encryption_key(key, sender));
  const Result<SecretBytes> content_key = aes_key_unwrap(wrapping_key.view(), jwe.encrypted_key);
  if (!content_key.ok()) return denied();
  SecretBytes plaintext(jwe.ciphertext.size());
  append(jwe.ciphertext, jwe.tag);
  Aes256Gcm cipher(content_key->view().first<aead_key_size>());
  if (!cipher.open(ByteView(jwe.iv).first<aead_nonce_size>(), jwe.ciphertext, plaintext.fill(),
                   bytes_of(jwe.protected_b64))) {
    return denied();
  }
  return plaintext;
}

}  // namespace anchorhold::crypto
