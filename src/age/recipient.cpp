#include "age/recipient.h"

#include <algorithm>

#include "age/bech32.h"

namespace anchorhold::age {

namespace {

constexpr std::string_view kRecipientPrefix = "age";
constexpr std::string_view kIdentityPrefix = "age-secret-key-";
constexpr std::string_view kIdentityPrefixUpper = "AGE-SECRET-KEY-";

Error other_kind(std::string_view object) {
  return Error{Code::unsupported, std::string(object), "not of the X25519 kind"}
      .want("age1… and AGE-SECRET-KEY-1… as age-keygen writes them")
      .advise("post-quantum, plugin and SSH keys are not supported");
}

Status fill_key(std::string_view object, ByteView data, std::span<uint8_t, 32> key) {
  if (data.size() != key.size()) {
    return Error{Code::malformed, std::string(object), "wrong length"}
        .want(std::to_string(key.size()) + " bytes")
        .saw(std::to_string(data.size()));
  }
  std::copy(data.begin(), data.end(), key.begin());
  return {};
}

}  // namespace

Result<Recipient> Recipient::parse(std::string_view text) {
  constexpr std::string_view object = "age recipient";
  if (text.starts_with("ssh-")) return other_kind(object);
  AH_ASSIGN(const Bech32 decoded, decode_bech32(object, text));
  if (decoded.prefix != kRecipientPrefix) return other_kind(object);
  crypto::X25519Public key;
  AH_TRY(fill_key(object, decoded.data.view(), key));
  return Recipient(key);
}

std::string Recipient::to_string() const {
  return string_of(encode_bech32(kRecipientPrefix, key_).view());
}

Result<Identity> Identity::generate(Random& random) {
  AH_ASSIGN(crypto::X25519Secret secret, crypto::x25519_generate(random));
  return Identity(std::move(secret));
}

Result<Identity> Identity::parse(std::string_view text) {
  constexpr std::string_view object = "age identity";
  AH_ASSIGN(const Bech32 decoded, decode_bech32(object, text));
  if (decoded.prefix != kIdentityPrefixUpper) return other_kind(object);
  crypto::X25519Secret secret;
  AH_TRY(fill_key(object, decoded.data.view(), secret.fill()));
  return Identity(std::move(secret));
}

SecretBytes Identity::to_secret_text() const {
  SecretBytes text = encode_bech32(kIdentityPrefix, secret_.view());
  for (uint8_t& c : text.fill()) {
    if (c >= 'a' && c <= 'z') c = static_cast<uint8_t>(c - 32);
  }
  return text;
}

}  // namespace anchorhold::age
