#include "crypto/x509_extensions.h"

#include <algorithm>

#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

constexpr int64_t max_path_length = 255;
constexpr size_t max_extensions = 64;
// Real certificates name one to three.
constexpr size_t max_purposes = 16;

Status read_basic_constraints(ByteView value, Certificate& certificate) {
  der::Cursor outer("basicConstraints", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  BasicConstraints constraints;
  if (fields.peek() == der::kBoolean) {
    // FALSE is the default, which DER leaves out; many issuers write it, and it says the same.
    AH_ASSIGN(constraints.ca, fields.boolean());
  }
  if (fields.peek() == der::kInteger) {
    AH_ASSIGN(const int64_t length, fields.small_integer());
    if (length < 0 || length > max_path_length)
      return fields.error("pathLenConstraint out of range");
    // Without cA it means nothing; small issuers write it all the same.
    if (constraints.ca) constraints.path_length = static_cast<unsigned>(length);
  }
  AH_TRY(fields.finish());
  certificate.basic_constraints = constraints;
  return {};
}

Status read_key_usage(ByteView value, Certificate& certificate) {
  der::Cursor cursor("keyUsage", value);
  AH_ASSIGN(const uint32_t bits, cursor.bit_flags());
  AH_TRY(cursor.finish());
  constexpr uint32_t known = 0x1ff;
  if (bits == 0 || (bits & ~known) != 0)
    return cursor.error("no usage, or one that does not exist");
  certificate.key_usage = KeyUsages(static_cast<uint16_t>(bits));
  return {};
}

Status read_subject_key_id(ByteView value, Certificate& certificate) {
  der::Cursor cursor("subjectKeyIdentifier", value);
  AH_ASSIGN(const ByteView id, cursor.octet_string());
  AH_TRY(cursor.finish());
  certificate.subject_key_id = copy_of(id);
  return {};
}

Status read_authority_key_id(ByteView value, Certificate& certificate) {
  AH_ASSIGN(certificate.authority_key_id, read_key_identifier(value));
  return {};
}

Status read_extended_key_usage(ByteView value, Certificate& certificate) {
  der::Cursor outer("extKeyUsage", value);
  AH_ASSIGN(der::Cursor purposes, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  do {
    if (certificate.extended_key_usage.size() == max_purposes) {
      return Error{Code::limit_exceeded, "extKeyUsage", "more purposes than any certificate needs"}
          .want("at most " + std::to_string(max_purposes));
    }
    AH_ASSIGN(const der::Oid purpose, purposes.oid());
    certificate.extended_key_usage.push_back(purpose.to_text());
  } while (!purposes.empty());
  return {};
}

struct Known {
  std::string oid;
  Status (*read)(ByteView value, Certificate& certificate);
};

const Known* find_known(const std::string& oid) {
  static const Known known[] = {
      {oids::basic_constraints.to_text(), read_basic_constraints},
      {oids::key_usage.to_text(), read_key_usage},
      {oids::subject_key_identifier.to_text(), read_subject_key_id},
      {oids::authority_key_identifier.to_text(), read_authority_key_id},
      {oids::extended_key_usage.to_text(), read_extended_key_usage},
  };
  const auto* found = std::ranges::find(known, oid, &Known::oid);
  return found == std::end(known) ? nullptr : found;
}

}  // namespace

// keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2]: only the first is
// used.
Result<std::optional<Bytes>> read_key_identifier(ByteView value) {
  der::Cursor outer("authorityKeyIdentifier", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const std::optional<der::Element> id,
            fields.optional_element(der::context_primitive(0)));
  AH_TRY(fields.optional_element(der::context(1)));
  AH_TRY(fields.optional_element(der::context_primitive(2)));
  AH_TRY(fields.finish());
  return id ? std::optional(copy_of(id->content)) : std::nullopt;
}

Result<std::vector<Extension>> read_extensions(der::Cursor extensions) {
  std::vector<Extension> out;
  do {
    AH_ASSIGN(der::Cursor fields, extensions.enter(der::kSequence));
    AH_ASSIGN(const der::Oid oid, fields.oid());
    Extension extension{.oid = oid.to_text(), .critical = false, .value = {}};
    // Here too the default FALSE may be written.
    if (fields.peek() == der::kBoolean) {
      AH_ASSIGN(extension.critical, fields.boolean());
    }
    AH_ASSIGN(const ByteView value, fields.octet_string());
    AH_TRY(fields.finish());
    if (std::ranges::find(out, extension.oid, &Extension::oid) != out.end()) {
      return extensions.error("extension " + extension.oid + " occurs twice");
    }
    extension.value = copy_of(value);
    out.push_back(std::move(extension));
    if (out.size() > max_extensions) return extensions.error("more than 64 extensions");
  } while (!extensions.empty());
  return out;
}

Status read_certificate_extensions(der::Cursor extensions, Certificate& certificate) {
  AH_ASSIGN(certificate.extensions, read_extensions(extensions));
  for (const Extension& extension : certificate.extensions) {
    if (const Known* known = find_known(extension.oid)) {
      AH_TRY(known->read(extension.value, certificate));
    } else if (extension.critical) {
      certificate.unknown_critical.push_back(extension.oid);
    }
  }
  return {};
}

}  // namespace anchorhold::crypto
