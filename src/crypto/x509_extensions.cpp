#include "crypto/x509_extensions.h"

#include <algorithm>

#include "crypto/x509_oids.h"

namespace anchorhold::crypto {
namespace {

constexpr int64_t max_path_length = 255;

Status read_basic_constraints(ByteView value, Certificate& certificate) {
  der::Cursor outer("basicConstraints", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  BasicConstraints constraints;
  if (fields.peek() == der::kBoolean) {
    AH_ASSIGN(constraints.ca, fields.boolean());
    // DER leaves a default value out.
    if (!constraints.ca) return fields.error("cA FALSE is written although it is the default");
  }
  if (fields.peek() == der::kInteger) {
    AH_ASSIGN(const int64_t length, fields.small_integer());
    if (!constraints.ca || length < 0 || length > max_path_length) {
      return fields.error("pathLenConstraint without cA, or out of range");
    }
    constraints.path_length = static_cast<unsigned>(length);
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

// keyIdentifier [0], authorityCertIssuer [1], authorityCertSerialNumber [2]: only the first is
// used.
Status read_authority_key_id(ByteView value, Certificate& certificate) {
  der::Cursor outer("authorityKeyIdentifier", value);
  AH_ASSIGN(der::Cursor fields, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const std::optional<der::Element> id,
            fields.optional_element(der::context_primitive(0)));
  AH_TRY(fields.optional_element(der::context(1)));
  AH_TRY(fields.optional_element(der::context_primitive(2)));
  AH_TRY(fields.finish());
  if (id) certificate.authority_key_id = copy_of(id->content);
  return {};
}

Status read_extended_key_usage(ByteView value, Certificate& certificate) {
  der::Cursor outer("extKeyUsage", value);
  AH_ASSIGN(der::Cursor purposes, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  do {
    AH_ASSIGN(const der::Oid purpose, purposes.oid());
    certificate.extended_key_usage.push_back(purpose.to_text());
  } while (!purposes.empty());
  return {};
}

struct Known {
  der::Oid oid;
  Status (*read)(ByteView value, Certificate& certificate);
};

constexpr Known known_extensions[] = {
    {oids::basic_constraints, read_basic_constraints},
    {oids::key_usage, read_key_usage},
    {oids::subject_key_identifier, read_subject_key_id},
    {oids::authority_key_identifier, read_authority_key_id},
    {oids::extended_key_usage, read_extended_key_usage},
};

}  // namespace

Status read_extensions(der::Cursor extensions, Certificate& certificate) {
  std::vector<der::Oid> seen;
  do {
    AH_ASSIGN(der::Cursor extension, extensions.enter(der::kSequence));
    AH_ASSIGN(const der::Oid oid, extension.oid());
    bool critical = false;
    if (extension.peek() == der::kBoolean) {
      AH_ASSIGN(critical, extension.boolean());
      if (!critical) return extension.error("critical FALSE is written although it is the default");
    }
    AH_ASSIGN(const ByteView value, extension.octet_string());
    AH_TRY(extension.finish());
    if (std::find(seen.begin(), seen.end(), oid) != seen.end()) {
      return extensions.error("extension " + oid.to_text() + " occurs twice");
    }
    seen.push_back(oid);
    const auto* known = std::find_if(std::begin(known_extensions), std::end(known_extensions),
                                     [&](const Known& entry) { return entry.oid == oid; });
    if (known != std::end(known_extensions)) {
      AH_TRY(known->read(value, certificate));
    } else if (critical) {
      certificate.unknown_critical.push_back(oid.to_text());
    }
  } while (!extensions.empty());
  return {};
}

}  // namespace anchorhold::crypto
