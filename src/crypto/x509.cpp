#include "crypto/x509.h"

#include <algorithm>

#include "codec/der.h"
#include "codec/pem.h"
#include "crypto/certificate_cache.h"
#include "crypto/hash.h"
#include "crypto/name.h"
#include "crypto/signature_algorithm.h"
#include "crypto/x509_extensions.h"
#include "crypto/x509_oids.h"
#include "crypto/x509_serial.h"

namespace anchorhold::crypto {
namespace {

constexpr size_t max_certificate = size_t{16} << 10;
constexpr size_t max_certificates = 64;

struct Validity {
  Time not_before;
  Time not_after;
};

Result<Validity> read_validity(der::Cursor times) {
  Validity validity;
  AH_ASSIGN(validity.not_before, times.vendor_time());
  AH_ASSIGN(validity.not_after, times.vendor_time());
  AH_TRY(times.finish());
  return validity;
}

// TBSCertificate (RFC 5280 section 4.1), without the signature, which comes later.
struct Tbs {
  Certificate certificate;
  ByteView algorithm;  // the whole AlgorithmIdentifier
};

Status read_version(std::string_view object, der::Cursor& fields) {
  AH_ASSIGN(der::Cursor version, fields.enter(der::context(0)));
  AH_ASSIGN(const int64_t number, version.small_integer());
  AH_TRY(version.finish());
  constexpr int64_t v3 = 2;
  if (number != v3) {
    return Error{Code::unsupported, std::string(object), "not a version 3 certificate"};
  }
  return {};
}

Result<Tbs> read_tbs(std::string_view object, const der::Element& tbs) {
  der::Cursor fields(object, tbs.content);
  AH_TRY(read_version(object, fields));
  AH_ASSIGN(const ByteView serial, read_serial(fields));
  AH_ASSIGN(const der::Element identifier, fields.expect(der::kSequence));
  AH_ASSIGN(const SignatureScheme algorithm,
            read_signature_algorithm(object, der::Cursor(object, identifier.content)));
  AH_ASSIGN(const der::Element issuer, fields.expect(der::kSequence));
  AH_ASSIGN(der::Cursor times, fields.enter(der::kSequence));
  AH_ASSIGN(const Validity validity, read_validity(times));
  AH_ASSIGN(const der::Element subject, fields.expect(der::kSequence));
  AH_ASSIGN(std::string issuer_name, last_attribute(object, issuer.whole, oids::common_name));
  AH_ASSIGN(std::string subject_name, last_attribute(object, subject.whole, oids::common_name));
  AH_ASSIGN(const der::Element spki, fields.expect(der::kSequence));
  AH_ASSIGN(const SubjectKey key, SubjectKey::from_spki(object, spki.whole));

  Certificate certificate{.der = {},
                          .tbs = copy_of(tbs.whole),
                          .serial = copy_of(serial),
                          .issuer = copy_of(issuer.whole),
                          .subject = copy_of(subject.whole),
                          .issuer_common_name = std::move(issuer_name),
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
                          .unknown_critical = {},
                          .extensions = {}};
  // issuerUniqueID [1] and subjectUniqueID [2] are not for version 3 profiles, and are refused with
  // all that is unknown.
  if (!fields.empty()) {
    AH_ASSIGN(der::Cursor wrapper, fields.enter(der::context(3)));
    AH_ASSIGN(der::Cursor extensions, wrapper.enter(der::kSequence));
    AH_TRY(wrapper.finish());
    AH_TRY(read_certificate_extensions(extensions, certificate));
  }
  AH_TRY(fields.finish());
  return Tbs{std::move(certificate), identifier.whole};
}

Result<Certificate> read_certificate(std::string_view object, ByteView der) {
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor parts, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const der::Element inner, parts.expect(der::kSequence));
  AH_ASSIGN(Tbs tbs, read_tbs(object, inner));
  AH_ASSIGN(const der::Element identifier, parts.expect(der::kSequence));
  if (!std::ranges::equal(identifier.whole, tbs.algorithm)) {
    return parts.error("the signed and the outer signature algorithm differ");
  }
  AH_ASSIGN(const ByteView signature, parts.bit_string());
  AH_TRY(parts.finish());
  Certificate certificate = std::move(tbs.certificate);
  certificate.der = copy_of(der);
  AH_ASSIGN(certificate.signature,
            raw_signature(object, certificate.signature_algorithm, signature));
  return certificate;
}

// DER certificates one after another.
Result<std::vector<ByteView>> split_der(std::string_view object, ByteView bytes) {
  std::vector<ByteView> out;
  der::Cursor elements(object, bytes);
  do {
    AH_ASSIGN(const der::Element element, elements.expect(der::kSequence));
    out.push_back(element.whole);
    if (out.size() > max_certificates) {
      return Error{Code::limit_exceeded, std::string(object), "too many certificates"}.want(
          "at most " + std::to_string(max_certificates));
    }
  } while (!elements.empty());
  return out;
}

// Whether this is DER and not text: no line of text begins with a SEQUENCE of 128 bytes or more.
bool looks_like_der(ByteView bytes) {
  return bytes.size() > 1 && bytes[0] == der::kSequence && bytes[1] >= 0x80;
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

const Extension* Certificate::find_extension(std::string_view oid) const {
  const auto found = std::ranges::find(extensions, oid, &Extension::oid);
  return found == extensions.end() ? nullptr : &*found;
}

Result<Certificate> parse_certificate(std::string_view object, ByteView der,
                                      CertificateCache* cache) {
  if (der.size() > max_certificate) {
    return Error{Code::limit_exceeded, std::string(object), "the certificate is too large"}
        .want("at most 16384 bytes")
        .saw(std::to_string(der.size()));
  }
  if (cache == nullptr) return read_certificate(object, der);
  const Digest256 digest = sha256(der);
  if (const Certificate* known = cache->find(digest)) return *known;
  auto read = read_certificate(object, der);
  if (read.ok()) cache->remember(digest, *read);
  return read;
}

Result<std::vector<Certificate>> parse_certificates(std::string_view object, ByteView bytes,
                                                    CertificateCache* cache) {
  std::vector<Bytes> blocks;
  std::vector<ByteView> ders;
  if (looks_like_der(bytes)) {
    AH_ASSIGN(ders, split_der(object, bytes));
  } else {
    AH_ASSIGN(blocks, pem::decode_all(object, "CERTIFICATE", text_of(bytes)));
    ders.assign(blocks.begin(), blocks.end());
  }
  std::vector<Certificate> out;
  for (size_t i = 0; i < ders.size(); ++i) {
    const std::string name = std::string(object) + "[" + std::to_string(i) + "]";
    AH_ASSIGN(Certificate certificate, parse_certificate(name, ders[i], cache));
    out.push_back(std::move(certificate));
  }
  return out;
}

}  // namespace anchorhold::crypto
