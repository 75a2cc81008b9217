#include "crypto/signature_algorithm.h"

#include <algorithm>
#include <optional>

#include "crypto/ecdsa_der.h"
#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

struct Named {
  der::Oid oid;
  SignatureScheme scheme;
};

constexpr Named named_schemes[] = {
    {oids::ecdsa_with_sha384, {SignatureKind::ecdsa, HashKind::sha384}},
    {oids::ecdsa_with_sha256, {SignatureKind::ecdsa, HashKind::sha256}},
    {oids::ecdsa_with_sha512, {SignatureKind::ecdsa, HashKind::sha512}},
    {oids::ecdsa_with_sha1, {SignatureKind::ecdsa, HashKind::sha1}},
    {oids::sha256_with_rsa, {SignatureKind::rsa_pkcs1, HashKind::sha256}},
    {oids::sha384_with_rsa, {SignatureKind::rsa_pkcs1, HashKind::sha384}},
    {oids::sha512_with_rsa, {SignatureKind::rsa_pkcs1, HashKind::sha512}},
    {oids::sha1_with_rsa, {SignatureKind::rsa_pkcs1, HashKind::sha1}},
    {oids::ed25519, {SignatureKind::eddsa, HashKind::sha512}},
};

struct NamedHash {
  der::Oid oid;
  HashKind hash;
};

constexpr NamedHash named_hashes[] = {
    {oids::sha384, HashKind::sha384},
    {oids::sha256, HashKind::sha256},
    {oids::sha512, HashKind::sha512},
    {oids::sha1, HashKind::sha1},
};

Error unsupported(std::string_view object, std::string message, const der::Oid& seen) {
  return Error{Code::unsupported, std::string(object), std::move(message)}.saw(seen.to_text());
}

// RFC 4055 sections 2.1 and 5: NULL is right, and its absence must be understood.
Status optional_null(der::Cursor& identifier) {
  if (!identifier.empty()) AH_TRY(identifier.null());
  return identifier.finish();
}

Result<HashKind> read_hash(std::string_view object, der::Cursor identifier) {
  AH_ASSIGN(const der::Oid oid, identifier.oid());
  AH_TRY(optional_null(identifier));
  for (const NamedHash& entry : named_hashes) {
    if (entry.oid == oid) return entry.hash;
  }
  return unsupported(object, "a hash of another kind", oid);
}

// [0] or [1], explicit, holding one AlgorithmIdentifier; nothing when it is left to its default.
Result<std::optional<der::Cursor>> explicit_identifier(std::string_view object, der::Cursor& from,
                                                       unsigned tag) {
  AH_ASSIGN(const std::optional<der::Element> field, from.optional_element(der::context(tag)));
  if (!field) return std::optional<der::Cursor>();
  der::Cursor wrapper(object, field->content);
  AH_ASSIGN(const der::Cursor identifier, wrapper.enter(der::kSequence));
  AH_TRY(wrapper.finish());
  return std::optional(identifier);
}

Result<HashKind> read_mask(std::string_view object, der::Cursor identifier) {
  AH_ASSIGN(const der::Oid oid, identifier.oid());
  if (!(oid == oids::mgf1)) return unsupported(object, "a mask that is not MGF1", oid);
  AH_ASSIGN(const der::Cursor hash, identifier.enter(der::kSequence));
  AH_TRY(identifier.finish());
  return read_hash(object, hash);
}

Result<int64_t> explicit_integer(std::string_view object, der::Cursor& from, unsigned tag,
                                 int64_t otherwise) {
  AH_ASSIGN(const std::optional<der::Element> field, from.optional_element(der::context(tag)));
  if (!field) return otherwise;
  der::Cursor wrapper(object, field->content);
  AH_ASSIGN(const int64_t value, wrapper.small_integer());
  AH_TRY(wrapper.finish());
  return value;
}

Bytes hash_identifier(HashKind hash) {
  const auto* entry = std::find_if(std::begin(named_hashes), std::end(named_hashes),
                                   [&](const NamedHash& item) { return item.hash == hash; });
  return der::sequence({der::oid(entry->oid), der::null()});
}

Bytes pss_identifier(HashKind hash) {
  const Bytes own = hash_identifier(hash);
  const Bytes mask = der::sequence({der::oid(oids::mgf1), own});
  const Bytes salt = der::integer(static_cast<int64_t>(hash_size(hash)));
  return der::sequence(
      {der::oid(oids::rsassa_pss),
       der::sequence({der::element(der::context(0), {own}), der::element(der::context(1), {mask}),
                      der::element(der::context(2), {salt})})});
}

}  // namespace

Result<SignatureScheme> read_pss_parameters(std::string_view object, der::Cursor identifier) {
  AH_ASSIGN(der::Cursor fields, identifier.enter(der::kSequence));
  AH_TRY(identifier.finish());
  HashKind hash = HashKind::sha1;
  HashKind mask = HashKind::sha1;
  AH_ASSIGN(const std::optional<der::Cursor> own, explicit_identifier(object, fields, 0));
  if (own) {
    AH_ASSIGN(hash, read_hash(object, *own));
  }
  AH_ASSIGN(const std::optional<der::Cursor> generator, explicit_identifier(object, fields, 1));
  if (generator) {
    AH_ASSIGN(mask, read_mask(object, *generator));
  }
  constexpr int64_t default_salt = 20;
  constexpr int64_t default_trailer = 1;
  AH_ASSIGN(const int64_t salt, explicit_integer(object, fields, 2, default_salt));
  AH_ASSIGN(const int64_t trailer, explicit_integer(object, fields, 3, default_trailer));
  AH_TRY(fields.finish());
  if (mask != hash || salt != static_cast<int64_t>(hash_size(hash)) || trailer != default_trailer) {
    return Error{Code::unsupported, std::string(object), "RSASSA-PSS with other parameters"}
        .want("MGF1 over the same hash, and a salt of its length")
        .saw("hash " + std::string(hash_name(hash)) + ", MGF1 over " +
             std::string(hash_name(mask)) + ", salt of " + std::to_string(salt) +
             ", trailer field " + std::to_string(trailer));
  }
  return SignatureScheme{SignatureKind::rsa_pss, hash};
}

Result<SignatureScheme> read_signature_algorithm(std::string_view object, der::Cursor identifier) {
  AH_ASSIGN(const der::Oid oid, identifier.oid());
  if (oid == oids::rsassa_pss) return read_pss_parameters(object, identifier);
  for (const Named& entry : named_schemes) {
    if (!(entry.oid == oid)) continue;
    // Ed25519 takes no parameters (RFC 8410 section 3). Nor does ECDSA (RFC 5758 section 3.2), but
    // mbedTLS writes NULL, as RA-TLS certificates show.
    if (entry.scheme.kind == SignatureKind::eddsa) {
      AH_TRY(identifier.finish());
    } else {
      AH_TRY(optional_null(identifier));
    }
    return entry.scheme;
  }
  return unsupported(object, "signed with another algorithm", oid)
      .want("ECDSA, RSA PKCS #1 v1.5 or RSASSA-PSS with SHA-1 or SHA-2, or Ed25519");
}

Bytes encode_signature_algorithm(SignatureScheme scheme) {
  if (scheme.kind == SignatureKind::rsa_pss) return pss_identifier(scheme.hash);
  const auto* entry = std::find_if(std::begin(named_schemes), std::end(named_schemes),
                                   [&](const Named& item) { return item.scheme == scheme; });
  const Bytes parameters = scheme.kind == SignatureKind::rsa_pkcs1 ? der::null() : Bytes{};
  return der::sequence({der::oid(entry->oid), parameters});
}

Result<Bytes> raw_signature(std::string_view object, SignatureScheme scheme, ByteView content) {
  if (scheme.kind != SignatureKind::ecdsa) return copy_of(content);
  for (KeyKind curve : {KeyKind::p256, KeyKind::p384}) {
    if (auto raw = ecdsa_raw(object, content, curve); raw.ok()) return raw;
  }
  return ecdsa_raw(object, content, KeyKind::p521);
}

}  // namespace anchorhold::crypto
