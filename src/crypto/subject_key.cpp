#include "crypto/subject_key.h"

#include <algorithm>
#include <bit>

#include "crypto/backend/parsed_key.h"
#include "crypto/ed25519_point.h"
#include "crypto/keys.h"
#include "crypto/spki.h"

namespace anchorhold::crypto {
namespace {

constexpr unsigned min_modulus_bits = 2048;
constexpr unsigned max_modulus_bits = 4096;
constexpr unsigned max_exponent_bits = 64;

Error bad_key(std::string_view object, KeyKind kind, std::string why) {
  return Error{Code::malformed, std::string(object),
               "not a valid " + std::string(key_kind_name(kind)) + " key: " + std::move(why)};
}

Status check_length(std::string_view object, KeyKind kind, size_t expected, ByteView raw) {
  if (raw.size() == expected) return {};
  return bad_key(object, kind, "wrong length")
      .want(std::to_string(expected) + " bytes")
      .saw(std::to_string(raw.size()));
}

ByteView without_zeros(ByteView magnitude) {
  while (!magnitude.empty() && magnitude.front() == 0) magnitude = magnitude.subspan(1);
  return magnitude;
}

unsigned bit_width(ByteView magnitude) {
  if (magnitude.empty()) return 0;
  return static_cast<unsigned>(8 * (magnitude.size() - 1)) +
         static_cast<unsigned>(std::bit_width(magnitude.front()));
}

bool is_odd(ByteView magnitude) {
  return !magnitude.empty() && (magnitude.back() & 1) != 0;
}

Status check_rsa(std::string_view object, ByteView modulus, ByteView exponent) {
  const unsigned bits = bit_width(modulus);
  if (bits < min_modulus_bits || bits > max_modulus_bits) {
    return Error{Code::unsupported, std::string(object), "an RSA key of another size"}
        .want("a modulus of 2048 to 4096 bits")
        .saw(std::to_string(bits));
  }
  if (!is_odd(modulus)) return bad_key(object, KeyKind::rsa, "its modulus is even");
  const unsigned exponent_bits = bit_width(exponent);
  if (exponent_bits < 2 || exponent_bits > max_exponent_bits || !is_odd(exponent)) {
    return bad_key(object, KeyKind::rsa, "its public exponent is even, 1, or too long")
        .want("an odd number from 3, of at most 64 bits");
  }
  return {};
}

// The field of the curve, as points and SPKI name it.
Curve curve_of(KeyKind kind) {
  if (kind == KeyKind::p256) return Curve::p256;
  return kind == KeyKind::p384 ? Curve::p384 : Curve::p521;
}

void set_spki(SubjectKey::Parsed& parsed, Bytes spki) {
  parsed.spki_sha256 = sha256(spki);
  parsed.spki = std::move(spki);
}

Result<std::shared_ptr<SubjectKey::Parsed>> parse_point(std::string_view object, KeyKind kind,
                                                        ByteView raw) {
  const size_t coordinate = coordinate_size(kind);
  if (coordinate == 0) {
    return Error{Code::invalid_argument, std::string(object), "a point of a kind without points"};
  }
  AH_TRY(check_length(object, kind, 1 + 2 * coordinate, raw));
  std::optional<EcPoint> point = EcPoint::from_raw(curve_of(kind), raw);
  if (!point) return bad_key(object, kind, "not an uncompressed point on its curve");
  auto parsed = std::make_shared<SubjectKey::Parsed>();
  parsed->kind = kind;
  parsed->bits = kind == KeyKind::p521 ? 521 : static_cast<unsigned>(8 * coordinate);
  parsed->raw = copy_of(raw);
  if (kind == KeyKind::p384) parsed->point = std::move(point);
  return parsed;
}

Result<std::shared_ptr<SubjectKey::Parsed>> parse_rsa(std::string_view object, ByteView modulus,
                                                      ByteView exponent) {
  modulus = without_zeros(modulus);
  exponent = without_zeros(exponent);
  AH_TRY(check_rsa(object, modulus, exponent));
  auto parsed = std::make_shared<SubjectKey::Parsed>();
  parsed->kind = KeyKind::rsa;
  parsed->bits = bit_width(modulus);
  parsed->modulus = copy_of(modulus);
  parsed->exponent = copy_of(exponent);
  return parsed;
}

Result<std::shared_ptr<SubjectKey::Parsed>> parse_ed25519(std::string_view object, ByteView raw) {
  AH_TRY(check_length(object, KeyKind::ed25519, 32, raw));
  AH_TRY(check_ed25519(object, raw));
  auto parsed = std::make_shared<SubjectKey::Parsed>();
  parsed->kind = KeyKind::ed25519;
  parsed->bits = 255;
  parsed->raw = copy_of(raw);
  return parsed;
}

}  // namespace

std::string_view key_kind_name(KeyKind kind) {
  constexpr std::string_view names[] = {"P-256", "P-384", "P-521", "RSA", "Ed25519"};
  return names[static_cast<size_t>(kind)];
}

std::string scheme_name(SignatureScheme scheme) {
  constexpr std::string_view names[] = {"ecdsa", "rsa_pkcs1", "rsa_pss", "eddsa"};
  return std::string(names[static_cast<size_t>(scheme.kind)]) + "-" +
         std::string(hash_name(scheme.hash));
}

size_t coordinate_size(KeyKind kind) {
  constexpr size_t sizes[] = {32, 48, 66, 0, 0};
  return sizes[static_cast<size_t>(kind)];
}

Result<SubjectKey> SubjectKey::from_spki(std::string_view object, ByteView der) {
  AH_ASSIGN(const SubjectPublicKey split, split_spki(object, der));
  std::shared_ptr<Parsed> parsed;
  if (split.kind == KeyKind::rsa) {
    AH_ASSIGN(parsed, parse_rsa(object, split.modulus, split.exponent));
  } else if (split.kind == KeyKind::ed25519) {
    AH_ASSIGN(parsed, parse_ed25519(object, split.raw));
  } else {
    AH_ASSIGN(parsed, parse_point(object, split.kind, split.raw));
  }
  parsed->pss_only = split.pss_only;
  parsed->only = split.only;
  set_spki(*parsed, copy_of(der));
  return SubjectKey(std::move(parsed));
}

Result<SubjectKey> SubjectKey::from_ec_point(std::string_view object, KeyKind curve, ByteView raw) {
  AH_ASSIGN(auto parsed, parse_point(object, curve, raw));
  set_spki(*parsed, spki_of_raw(curve, raw));
  return SubjectKey(std::move(parsed));
}

Result<SubjectKey> SubjectKey::from_ec_xy(std::string_view object, KeyKind curve, ByteView x,
                                          ByteView y) {
  AH_TRY(check_length(object, curve, coordinate_size(curve), x));
  AH_TRY(check_length(object, curve, coordinate_size(curve), y));
  Bytes raw = {0x04};
  append(raw, x);
  append(raw, y);
  return from_ec_point(object, curve, raw);
}

Result<SubjectKey> SubjectKey::from_rsa(std::string_view object, ByteView modulus,
                                        ByteView exponent) {
  AH_ASSIGN(auto parsed, parse_rsa(object, modulus, exponent));
  set_spki(*parsed, spki_of_rsa(parsed->modulus, parsed->exponent));
  return SubjectKey(std::move(parsed));
}

Result<SubjectKey> SubjectKey::from_ed25519(std::string_view object, ByteView raw) {
  AH_ASSIGN(auto parsed, parse_ed25519(object, raw));
  set_spki(*parsed, spki_of_raw(KeyKind::ed25519, raw));
  return SubjectKey(std::move(parsed));
}

KeyKind SubjectKey::kind() const {
  return parsed_->kind;
}
unsigned SubjectKey::bits() const {
  return parsed_->bits;
}
ByteView SubjectKey::raw() const {
  return parsed_->raw;
}
ByteView SubjectKey::modulus() const {
  return parsed_->modulus;
}
ByteView SubjectKey::exponent() const {
  return parsed_->exponent;
}
const Bytes& SubjectKey::spki() const {
  return parsed_->spki;
}
const Digest256& SubjectKey::spki_sha256() const {
  return parsed_->spki_sha256;
}

std::optional<PublicKey> SubjectKey::as_public_key() const {
  switch (kind()) {
    case KeyKind::p256:
      return PublicKey(Algorithm::es256, *this);
    case KeyKind::p384:
      return PublicKey(Algorithm::es384, *this);
    case KeyKind::ed25519:
      return PublicKey(Algorithm::ed25519, *this);
    case KeyKind::p521:
    case KeyKind::rsa:
      break;
  }
  return std::nullopt;
}

bool operator==(const SubjectKey& a, const SubjectKey& b) {
  return a.kind() == b.kind() && a.parsed_->raw == b.parsed_->raw &&
         a.parsed_->modulus == b.parsed_->modulus && a.parsed_->exponent == b.parsed_->exponent;
}

}  // namespace anchorhold::crypto
