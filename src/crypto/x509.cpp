#include "crypto/x509.h"

#include "codec/der.h"
#include "crypto/ecdsa_der.h"
#include "crypto/hash.h"
#include "crypto/x509_extensions.h"
#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t max_certificate = size_t{16} << 10;
constexpr size_t max_serial = 20;  // RFC 5280 section 4.1.2.2

Result<Algorithm> read_signature_algorithm(std::string_view object, der::Cursor identifier) {
  AH_ASSIGN(const der::Oid oid, identifier.oid());
  // None of the three takes parameters, not even NULL (RFC 5758 section 3.2, RFC 8410 section 3).
  AH_TRY(identifier.finish());
  for (Algorithm algorithm : {Algorithm::es384, Algorithm::es256, Algorithm::ed25519}) {
    if (oid == oids::signature_oid(algorithm)) return algorithm;
  }
  return Error{Code::unsupported, std::string(object), "signed with another algorithm"}
      .want("ecdsa-with-SHA384, ecdsa-with-SHA256 or Ed25519")
      .saw(oid.to_text());
}

// The last CN among the name's attributes, for people only.
Result<std::string> common_name(std::string_view object, ByteView name) {
  std::string found;
  der::Cursor outer(object, name);
  AH_ASSIGN(der::Cursor sets, outer.enter(der::kSequence));
  while (!sets.empty()) {
    AH_ASSIGN(der::Cursor set, sets.enter(der::kSet));
    do {
      AH_ASSIGN(der::Cursor attribute, set.enter(der::kSequence));
      AH_ASSIGN(const der::Oid type, attribute.oid());
      AH_ASSIGN(const der::Element value, attribute.next());
      AH_TRY(attribute.finish());
      if (type == oids::common_name) found = string_of(value.content);
    } while (!set.empty());
  }
  // Control characters and bytes that are not ASCII do not reach a terminal through an error
  // message.
  for (char& c : found) c = (c >= ' ' && c <= '~') ? c : '?';
  return found;
}

struct Validity {
  Time not_before;
  Time not_after;
};

Result<Validity> read_validity(der::Cursor times) {
  Validity validity;
  AH_ASSIGN(validity.not_before, times.time());
  AH_ASSIGN(validity.not_after, times.time());
  AH_TRY(times.finish());
  return validity;
}

// TBSCertificate (RFC 5280 section 4.1), without the signature, which comes later.
Result<Certificate> read_tbs(std::string_view object, const der::Element& tbs) {
  der::Cursor fields(object, tbs.content);
  AH_ASSIGN(der::Cursor version, fields.enter(der::context(0)));
  AH_ASSIGN(const int64_t number, version.small_integer());
  AH_TRY(version.finish());
  constexpr int64_t v3 = 2;
  if (number != v3) {
    return Error{Code::unsupported, std::string(object), "not a version 3 certificate"};
  }
  AH_ASSIGN(const ByteView serial, fields.unsigned_integer());
  if (serial.size() > max_serial) return fields.error("the serial number is longer than 20 bytes");
  AH_ASSIGN(der::Cursor identifier, fields.enter(der::kSequence));
  AH_ASSIGN(const Algorithm algorithm, read_signature_algorithm(object, identifier));
  AH_ASSIGN(const der::Element issuer, fields.expect(der::kSequence));
  AH_ASSIGN(der::Cursor times, fields.enter(der::kSequence));
  AH_ASSIGN(const Validity validity, read_validity(times));
  AH_ASSIGN(const der::Element subject, fields.expect(der::kSequence));
  AH_TRY(common_name(object, issuer.whole));
  AH_ASSIGN(std::string subject_name, common_name(object, subject.whole));
  AH_ASSIGN(const der::Element spki, fields.expect(der::kSequence));
  AH_ASSIGN(const PublicKey key, PublicKey::from_spki(object, spki.whole));

  Certificate certificate{.der = {},
                          .tbs = copy_of(tbs.whole),
                          .serial = copy_of(serial),
                          .issuer = copy_of(issuer.whole),
                          .subject = copy_of(subject.whole),
                          .subject_common_name = std::move(subject_name),
                          .not_before = validity.not_before,
                          .not_after = validity.not_after,
                          .key = key,
                          .signature_algorithm = algorithm,
                          .signature = {},
                          .basic_constraints = {},
                          .key_usage = {},
                          .subject_key_id = {},
                          .authority_key_id = {},
                          .extended_key_usage = {},
                          .unknown_critical = {}};
  // issuerUniqueID [1] and subjectUniqueID [2] are not for version 3 profiles, and are refused with
  // all that is unknown.
  if (!fields.empty()) {
    AH_ASSIGN(der::Cursor wrapper, fields.enter(der::context(3)));
    AH_ASSIGN(der::Cursor extensions, wrapper.enter(der::kSequence));
    AH_TRY(wrapper.finish());
    AH_TRY(read_extensions(extensions, certificate));
  }
  AH_TRY(fields.finish());
  return certificate;
}

}  // namespace

KeyUsages& KeyUsages::add(KeyUsage usage) {
  bits_ = static_cast<uint16_t>(bits_ | static_cast<uint16_t>(usage));
  return *this;
}

bool KeyUsages::has(KeyUsage usage) const {
  return (bits_ & static_cast<uint16_t>(usage)) != 0;
}

Digest256 Certificate::digest() const {
  return sha256(der);
}

Result<Certificate> parse_certificate(std::string_view object, ByteView der) {
  if (der.size() > max_certificate) {
    return Error{Code::limit_exceeded, std::string(object), "the certificate is too large"}
        .want("at most 16384 bytes")
        .saw(std::to_string(der.size()));
  }
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor parts, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const der::Element tbs, parts.expect(der::kSequence));
  AH_ASSIGN(Certificate certificate, read_tbs(object, tbs));
  AH_ASSIGN(der::Cursor identifier, parts.enter(der::kSequence));
  AH_ASSIGN(const Algorithm algorithm, read_signature_algorithm(object, identifier));
  if (algorithm != certificate.signature_algorithm) {
    return parts.error("the signed and the outer signature algorithm differ");
  }
  AH_ASSIGN(const ByteView signature, parts.bit_string());
  AH_TRY(parts.finish());
  certificate.der = copy_of(der);
  if (algorithm == Algorithm::ed25519) {
    certificate.signature = copy_of(signature);
  } else {
    AH_ASSIGN(certificate.signature,
              ecdsa_raw_of_der(object, signature, signature_size(algorithm) / 2));
  }
  return certificate;
}

}  // namespace anchorhold::crypto
