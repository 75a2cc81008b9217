#pragma once
// X25519 recipients and identities of age (age-encryption.org/v1, "The X25519 recipient type").

#include <string>
#include <string_view>

#include "base/io.h"
#include "crypto/ecdh.h"

namespace anchorhold::age {

// Recipient: a public key that files are encrypted to, written `age1…` (Bech32, lower case).
// Nothing says whose it is: the caller takes it from a contract or from its owner.
class Recipient {
 public:
  explicit Recipient(const crypto::X25519Public& key) : key_(key) {}

  // malformed for damaged text; unsupported for the other kinds of age recipient (post-quantum,
  // plugins, SSH).
  static Result<Recipient> parse(std::string_view text);

  std::string to_string() const;
  const crypto::X25519Public& key() const { return key_; }
  bool operator==(const Recipient&) const = default;

 private:
  crypto::X25519Public key_;
};

// Identity: the secret key of a recipient, written `AGE-SECRET-KEY-1…` (Bech32, upper case). Wiped
// on destruction.
class Identity {
 public:
  static Result<Identity> generate(Random& random);
  // Errors never repeat the text.
  static Result<Identity> parse(std::string_view text);

  const Recipient& recipient() const { return recipient_; }
  SecretBytes to_secret_text() const;
  const crypto::X25519Secret& secret() const { return secret_; }

 private:
  explicit Identity(crypto::X25519Secret secret)
      : secret_(std::move(secret)), recipient_(crypto::x25519_public(secret_)) {}
  crypto::X25519Secret secret_;
  Recipient recipient_;
};

}  // namespace anchorhold::age
