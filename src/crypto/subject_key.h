#pragma once
// Public keys found in other people's certificates and evidence, and the signatures that they
// make. (keys.h has the keys of this project's own formats.) Here the vendor's format says which
// scheme a signature has; the caller compares it with what he allows before he verifies.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/hash.h"

namespace anchorhold::crypto {

class PublicKey;  // crypto/keys.h

enum class KeyKind : uint8_t { p256, p384, p521, rsa, ed25519 };

std::string_view key_kind_name(KeyKind kind);  // "P-256", "P-384", "P-521", "RSA", "Ed25519"

enum class SignatureKind : uint8_t { ecdsa, rsa_pkcs1, rsa_pss, eddsa };

// PssSalt: how long the salt of an RSASSA-PSS signature is. TPMs fill the whole block with it, so
// its length follows from the signature itself.
enum class PssSalt : uint8_t { hash_size, any };

// SignatureScheme: how a message is signed. Ed25519 hashes by itself: its `hash` is sha512. The
// mask of RSASSA-PSS is MGF1 over the same hash.
struct SignatureScheme {
  SignatureKind kind;
  HashKind hash;
  PssSalt salt = PssSalt::hash_size;  // of rsa_pss

  bool operator==(const SignatureScheme&) const = default;
};

std::string scheme_name(SignatureScheme scheme);  // "ecdsa-sha384", "rsa_pss-sha256"

// SubjectKey: a key that was checked when it was made: a point is on its curve, an RSA modulus is
// odd and of 2048 to 4096 bits, its exponent odd and from 3 to 64 bits. Copies are cheap, they
// share the parsed form. Equal means: the same kind and the same numbers.
class SubjectKey {
 public:
  // from_spki: DER SubjectPublicKeyInfo: RSA (RFC 8017, RFC 4055), uncompressed points of named
  // curves (RFC 5480), Ed25519 (RFC 8410). Other kinds are unsupported.
  static Result<SubjectKey> from_spki(std::string_view object, ByteView der);
  // from_ec_point: 04 || x || y, each coordinate of the curve's full length.
  static Result<SubjectKey> from_ec_point(std::string_view object, KeyKind curve, ByteView raw);
  static Result<SubjectKey> from_ec_xy(std::string_view object, KeyKind curve, ByteView x,
                                       ByteView y);
  // from_rsa: big-endian magnitudes, leading zeros allowed.
  static Result<SubjectKey> from_rsa(std::string_view object, ByteView modulus, ByteView exponent);
  static Result<SubjectKey> from_ed25519(std::string_view object, ByteView raw);

  // Copies only, so that no key is ever left empty.
  SubjectKey(const SubjectKey&) = default;
  SubjectKey& operator=(const SubjectKey&) = default;

  KeyKind kind() const;
  unsigned bits() const;      // of the field or of the modulus
  ByteView raw() const;       // 04 || x || y, or the 32 bytes of Ed25519; empty for RSA
  ByteView modulus() const;   // without leading zeros; empty unless RSA
  ByteView exponent() const;  // likewise
  // The SubjectPublicKeyInfo as it was read, or as the standard writes it.
  const Bytes& spki() const;
  const Digest256& spki_sha256() const;
  // The same key as one of this project's formats, when they have its kind.
  std::optional<PublicKey> as_public_key() const;

  friend bool operator==(const SubjectKey& a, const SubjectKey& b);

  struct Parsed;  // the backend's form, defined where it is used
  const Parsed& parsed() const { return *parsed_; }

 private:
  explicit SubjectKey(std::shared_ptr<const Parsed> parsed) : parsed_(std::move(parsed)) {}
  std::shared_ptr<const Parsed> parsed_;
};

// coordinate_size: bytes of a coordinate of a curve, 0 for the kinds that have none.
size_t coordinate_size(KeyKind kind);

// verify: whether `signature` is the key's over `message`. ECDSA signatures are r || s, each number
// as long as the curve's coordinates; RSA's are as long as the modulus. A scheme that is not for
// this kind of key, or that the key's own certificate rules out, verifies nothing.
bool verify(const SubjectKey& key, SignatureScheme scheme, ByteView message, ByteView signature);

// verify_digest: the same over a digest that the caller has made; not for Ed25519.
bool verify_digest(const SubjectKey& key, SignatureScheme scheme, ByteView digest,
                   ByteView signature);

}  // namespace anchorhold::crypto
