#include "testkit/forged_ca.h"

#include "crypto/ecdsa_der.h"
#include "crypto/signature_algorithm.h"
#include "crypto/x509_build.h"
#include "crypto/x509_oids.h"

namespace anchorhold::testkit {
namespace {

using crypto::KeyUsage;
using std::chrono::hours;
namespace oids = crypto::oids;

constexpr hours day{24};
constexpr size_t spki_position = 6;        // in a TBSCertificate of version 3
constexpr size_t extensions_position = 7;  // in one without unique identifiers

Bytes joined(const std::vector<Bytes>& parts) {
  Bytes out;
  for (const Bytes& part : parts) append(out, part);
  return out;
}

Bytes signed_by(const Signer& issuer, ByteView tbs, ByteView algorithm,
                crypto::SignatureScheme scheme) {
  Bytes signature = issuer.sign(tbs, scheme);
  if (scheme.kind == crypto::SignatureKind::ecdsa) {
    signature = crypto::ecdsa_der_of_raw(signature);
  }
  return der::sequence({tbs, algorithm, der::bit_string(signature)});
}

Bytes basic_constraints(const crypto::BasicConstraints& constraints) {
  const Bytes ca = constraints.ca ? der::boolean(true) : Bytes{};
  const Bytes length = constraints.path_length ? der::integer(*constraints.path_length) : Bytes{};
  return extension(oids::basic_constraints, true, der::sequence({ca, length}));
}

Bytes authority_key_id(ByteView identifier) {
  return extension(oids::authority_key_identifier, false,
                   der::sequence({der::element(der::context_primitive(0), {identifier})}));
}

Bytes extensions_of(const CertificateSpec& spec) {
  Bytes out;
  if (spec.basic_constraints) append(out, basic_constraints(*spec.basic_constraints));
  if (spec.key_usage.bits() != 0) {
    append(out, extension(oids::key_usage, true, der::bit_flags(spec.key_usage.bits())));
  }
  if (spec.subject_key_id) {
    append(out,
           extension(oids::subject_key_identifier, false, der::octet_string(*spec.subject_key_id)));
  }
  if (spec.authority_key_id) append(out, authority_key_id(*spec.authority_key_id));
  append(out, joined(spec.more_extensions));
  if (out.empty()) return out;
  return der::element(der::context(3), {der::sequence({out})});
}

// The TBSCertificate's fields, each after `edit`, signed anew with the same algorithm.
template <class Edit>
Bytes reissued(ByteView certificate, const Signer& issuer, Edit edit) {
  der::Cursor outer("certificate", certificate);
  der::Cursor parts = outer.enter(der::kSequence).value();
  der::Cursor fields = parts.enter(der::kSequence).value();
  Bytes content;
  for (size_t i = 0; !fields.empty(); ++i) append(content, edit(i, fields.next().value()));
  const crypto::SignatureScheme scheme = issuer.default_scheme();
  return signed_by(issuer, der::sequence({content}), crypto::encode_signature_algorithm(scheme),
                   scheme);
}

}  // namespace

crypto::SignatureScheme Signer::default_scheme() const {
  if (test_key_ != nullptr) return test_key_->default_scheme();
  return testkit::default_scheme(private_key_->public_key().subject_key().kind());
}

Bytes Signer::sign(ByteView message, crypto::SignatureScheme scheme) const {
  return test_key_ != nullptr ? test_key_->sign(message, scheme)
                              : private_key_->sign(message).value();
}

Bytes name_of(const std::string& common_name) {
  return crypto::encode_name({.organization = "Anchorhold tests", .common_name = common_name});
}

Bytes extension(const der::Oid& oid, bool critical, ByteView value) {
  const Bytes flag = critical ? der::boolean(true) : Bytes{};
  return der::sequence({der::oid(oid), flag, der::octet_string(value)});
}

CertificateSpec root_spec(const std::string& common_name, const TestKey& key, Time at) {
  return {.issuer = name_of(common_name),
          .subject = name_of(common_name),
          .spki = key.spki(),
          .not_before = at - 365 * day,
          .not_after = at + 9 * 365 * day,
          .basic_constraints = crypto::BasicConstraints{.ca = true},
          .key_usage = crypto::KeyUsages().add(KeyUsage::key_cert_sign).add(KeyUsage::crl_sign),
          .subject_key_id = key.identifier(),
          .authority_key_id = key.identifier()};
}

CertificateSpec ca_spec(const std::string& common_name, const TestKey& key,
                        const CertificateSpec& issuer, Time at) {
  CertificateSpec spec = root_spec(common_name, key, at);
  spec.issuer = issuer.subject;
  spec.serial = {0x02};
  spec.authority_key_id = issuer.subject_key_id;
  return spec;
}

CertificateSpec leaf_spec(const std::string& common_name, const Bytes& spki,
                          const CertificateSpec& issuer, Time at) {
  return {.issuer = issuer.subject,
          .subject = name_of(common_name),
          .spki = spki,
          .not_before = at - 365 * day,
          .not_after = at + 9 * 365 * day,
          .serial = {0x03},
          .key_usage = crypto::KeyUsages().add(KeyUsage::digital_signature),
          .authority_key_id = issuer.subject_key_id};
}

Bytes forge_certificate(const CertificateSpec& spec, const Signer& issuer) {
  const crypto::SignatureScheme scheme = spec.scheme.value_or(issuer.default_scheme());
  const Bytes algorithm =
      spec.signature_algorithm.value_or(crypto::encode_signature_algorithm(scheme));
  constexpr int64_t v3 = 2;
  const Bytes tbs =
      der::sequence({der::element(der::context(0), {der::integer(v3)}),
                     der::unsigned_integer(spec.serial), algorithm, spec.issuer,
                     der::sequence({der::time(spec.not_before), der::time(spec.not_after)}),
                     spec.subject, spec.spki, extensions_of(spec)});
  return signed_by(issuer, tbs, algorithm, scheme);
}

Bytes with_extension(ByteView certificate, const der::Oid& oid, bool critical, ByteView value,
                     const Signer& issuer) {
  return reissued(certificate, issuer, [&](size_t position, const der::Element& field) {
    if (position != extensions_position) return copy_of(field.whole);
    der::Cursor list("extensions", field.content);
    const der::Element present = list.next().value();
    return der::element(der::context(3),
                        {der::sequence({present.content, extension(oid, critical, value)})});
  });
}

Bytes with_key(ByteView certificate, ByteView spki, const Signer& issuer) {
  return reissued(certificate, issuer, [&](size_t position, const der::Element& field) {
    return copy_of(position == spki_position ? spki : field.whole);
  });
}

RevocationSpec revocation_spec(const CertificateSpec& issuer, Time at, std::vector<Bytes> serials) {
  return {.issuer = issuer.subject,
          .this_update = at - day,
          .next_update = at + 30 * day,
          .serials = std::move(serials),
          .authority_key_id = issuer.subject_key_id};
}

Bytes forge_revocation_list(const RevocationSpec& spec, const Signer& issuer) {
  const crypto::SignatureScheme scheme = spec.scheme.value_or(issuer.default_scheme());
  const Bytes algorithm = crypto::encode_signature_algorithm(scheme);
  const Bytes each = joined(spec.entry_extensions);
  Bytes entries;
  for (const Bytes& serial : spec.serials) {
    append(entries, der::sequence({der::unsigned_integer(serial), der::time(spec.this_update),
                                   each.empty() ? Bytes{} : der::sequence({each})}));
  }
  Bytes extensions =
      extension(oids::crl_number, false, der::integer(static_cast<int64_t>(spec.number)));
  if (spec.authority_key_id) append(extensions, authority_key_id(*spec.authority_key_id));
  append(extensions, joined(spec.more_extensions));
  constexpr int64_t v2 = 1;
  const Bytes tbs =
      der::sequence({der::integer(v2), algorithm, spec.issuer, der::time(spec.this_update),
                     spec.next_update ? der::time(*spec.next_update) : Bytes{},
                     entries.empty() ? Bytes{} : der::sequence({entries}),
                     der::element(der::context(0), {der::sequence({extensions})})});
  return signed_by(issuer, tbs, algorithm, scheme);
}

}  // namespace anchorhold::testkit
