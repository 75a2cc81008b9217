#include "crypto/spki.h"

#include <algorithm>

#include "codec/der.h"
#include "crypto/signature_algorithm.h"
#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

// RFC 5480 section 2.1.1.1.
struct NamedCurve {
  KeyKind kind;
  der::Oid oid;
};

constexpr NamedCurve named_curves[] = {
    {KeyKind::p256, oids::secp256r1},
    {KeyKind::p384, oids::secp384r1},
    {KeyKind::p521, oids::secp521r1},
};

Error other_kind(std::string_view object, const der::Oid& seen) {
  return Error{Code::unsupported, std::string(object),
               "not a public key of a kind that is known here"}
      .want("SubjectPublicKeyInfo of RSA, Ed25519, or a point on P-256, P-384 or P-521")
      .saw(seen.to_text());
}

Result<SubjectPublicKey> split_ec(std::string_view object, der::Cursor parameters, ByteView key) {
  AH_ASSIGN(const der::Oid curve, parameters.oid());
  AH_TRY(parameters.finish());
  const auto* known = std::find_if(std::begin(named_curves), std::end(named_curves),
                                   [&](const NamedCurve& entry) { return entry.oid == curve; });
  if (known == std::end(named_curves)) return other_kind(object, curve);
  return SubjectPublicKey{.kind = known->kind, .raw = key};
}

// RSAPublicKey (RFC 8017 appendix A.1.1).
Result<SubjectPublicKey> split_rsa(std::string_view object, ByteView key) {
  SubjectPublicKey out{.kind = KeyKind::rsa, .raw = {}};
  der::Cursor outer(object, key);
  AH_ASSIGN(der::Cursor numbers, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(out.modulus, numbers.unsigned_integer());
  AH_ASSIGN(out.exponent, numbers.unsigned_integer());
  AH_TRY(numbers.finish());
  return out;
}

}  // namespace

Result<SubjectPublicKey> split_spki(std::string_view object, ByteView der) {
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor parts, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(der::Cursor algorithm, parts.enter(der::kSequence));
  AH_ASSIGN(const ByteView key, parts.bit_string());
  AH_TRY(parts.finish());
  AH_ASSIGN(const der::Oid oid, algorithm.oid());
  if (oid == oids::ec_public_key) return split_ec(object, algorithm, key);
  if (oid == oids::ed25519) {
    AH_TRY(algorithm.finish());
    return SubjectPublicKey{.kind = KeyKind::ed25519, .raw = key};
  }
  if (oid == oids::rsa_encryption) {
    AH_TRY(algorithm.null());
    AH_TRY(algorithm.finish());
    return split_rsa(object, key);
  }
  if (oid == oids::rsassa_pss) {
    AH_ASSIGN(SubjectPublicKey out, split_rsa(object, key));
    out.pss_only = true;
    if (!algorithm.empty()) {
      AH_ASSIGN(out.only, read_pss_parameters(object, algorithm));
    }
    return out;
  }
  return other_kind(object, oid);
}

Bytes spki_of_raw(KeyKind kind, ByteView raw) {
  Bytes algorithm = der::sequence({der::oid(oids::ed25519)});
  for (const NamedCurve& curve : named_curves) {
    if (curve.kind == kind) {
      algorithm = der::sequence({der::oid(oids::ec_public_key), der::oid(curve.oid)});
    }
  }
  return der::sequence({algorithm, der::bit_string(raw)});
}

Bytes spki_of_rsa(ByteView modulus, ByteView exponent) {
  const Bytes key =
      der::sequence({der::unsigned_integer(modulus), der::unsigned_integer(exponent)});
  return der::sequence(
      {der::sequence({der::oid(oids::rsa_encryption), der::null()}), der::bit_string(key)});
}

}  // namespace anchorhold::crypto
