#include "crypto/x509_build.h"

#include <algorithm>

#include "codec/der.h"
#include "crypto/ecdsa_der.h"
#include "crypto/hash.h"
#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

Bytes attribute(const der::Oid& type, ByteView value) {
  return der::element(der::kSet, {der::sequence({der::oid(type), value})});
}

Bytes algorithm_identifier(Algorithm algorithm) {
  return der::sequence({der::oid(oids::signature_oid(algorithm))});
}

// RFC 7093 section 2, method 1: the leftmost 160 bits of the SHA-256 of the key.
Bytes key_identifier(const PublicKey& key) {
  const Digest256 digest = sha256(key.raw());
  return Bytes(digest.begin(), digest.begin() + 20);
}

Bytes extension(const der::Oid& oid, bool critical, ByteView value) {
  const Bytes flag = critical ? der::boolean(true) : Bytes{};
  return der::sequence({der::oid(oid), flag, der::octet_string(value)});
}

Bytes basic_constraints(const BasicConstraints& constraints) {
  const Bytes ca = constraints.ca ? der::boolean(true) : Bytes{};
  const Bytes length = constraints.path_length ? der::integer(*constraints.path_length) : Bytes{};
  return extension(oids::basic_constraints, true, der::sequence({ca, length}));
}

Bytes extensions(const CertificateFields& fields, const PublicKey& issuer_key) {
  const Bytes constraints = basic_constraints(fields.basic_constraints);
  const Bytes usage = extension(oids::key_usage, true, der::bit_flags(fields.key_usage.bits()));
  Bytes own;
  Bytes above;
  if (fields.key_identifiers) {
    own = extension(oids::subject_key_identifier, false,
                    der::octet_string(key_identifier(fields.key)));
    above = extension(
        oids::authority_key_identifier, false,
        der::sequence({der::element(der::context_primitive(0), {key_identifier(issuer_key)})}));
  }
  return der::element(der::context(3), {der::sequence({constraints, usage, own, above})});
}

Status check(const CertificateFields& fields) {
  const auto invalid = [](std::string message) {
    return Error{Code::invalid_argument, "new certificate", std::move(message)};
  };
  const bool zero = std::all_of(fields.serial.begin(), fields.serial.end(),
                                [](uint8_t octet) { return octet == 0; });
  // 20 bytes with the sign bit set would become 21 in DER.
  if (zero || fields.serial.size() > 20 ||
      (fields.serial.size() == 20 && fields.serial.front() >= 0x80)) {
    return invalid("the serial number must be positive and of at most 20 bytes");
  }
  if (fields.not_after < fields.not_before) return invalid("its validity ends before it begins");
  if (fields.issuer.empty() || fields.subject.empty())
    return invalid("it needs the names of issuer and subject");
  if (fields.key_usage.bits() == 0) return invalid("it needs a key usage");
  if (fields.basic_constraints.path_length && !fields.basic_constraints.ca)
    return invalid("a path length is for a CA");
  return {};
}

}  // namespace

Bytes encode_name(const DistinguishedName& name) {
  // X.520 makes the country a PrintableString; the others are UTF8String (RFC 5280
  // section 4.1.2.4).
  const auto text = [](const der::Oid& type, const std::string& value) {
    return value.empty() ? Bytes{} : attribute(type, der::utf8_string(value));
  };
  const Bytes country =
      name.country.empty()
          ? Bytes{}
          : attribute(oids::country, der::element(der::kPrintableString, {bytes_of(name.country)}));
  return der::sequence({country, text(oids::organization, name.organization),
                        text(oids::organizational_unit, name.organizational_unit),
                        text(oids::common_name, name.common_name)});
}

Result<Bytes> build_certificate(const CertificateFields& fields, const PrivateKey& issuer_key) {
  AH_TRY(check(fields));
  const Algorithm algorithm = issuer_key.algorithm();
  const Bytes identifier = algorithm_identifier(algorithm);
  constexpr int64_t v3 = 2;
  const Bytes tbs = der::sequence(
      {der::element(der::context(0), {der::integer(v3)}), der::unsigned_integer(fields.serial),
       identifier, fields.issuer,
       der::sequence({der::time(fields.not_before), der::time(fields.not_after)}), fields.subject,
       fields.key.spki(), extensions(fields, issuer_key.public_key())});
  AH_ASSIGN(const Bytes raw, issuer_key.sign(tbs));
  const Bytes signature = algorithm == Algorithm::ed25519 ? raw : ecdsa_der_of_raw(raw);
  return der::sequence({tbs, identifier, der::bit_string(signature)});
}

}  // namespace anchorhold::crypto
