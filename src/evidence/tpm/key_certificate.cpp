#include "evidence/tpm/key_certificate.h"

#include <algorithm>
#include <initializer_list>

namespace anchorhold::tpm {
namespace {

using crypto::KeyUsage;

constexpr std::string_view ek_certificate = "2.23.133.8.1";  // tcg-kp-EKCertificate
constexpr std::string_view ak_certificate = "2.23.133.8.3";  // tcg-kp-AIKCertificate

Error wrong(std::string_view kind, std::string message) {
  return {Code::denied, "certificate of the TPM's key",
          "not a certificate of an " + std::string(kind) + ": " + std::move(message)};
}

bool has_any(const crypto::KeyUsages& usages, std::initializer_list<KeyUsage> wanted) {
  return std::ranges::any_of(wanted, [&](KeyUsage usage) { return usages.has(usage); });
}

Status check_purpose(const crypto::Certificate& certificate, std::string_view kind,
                     std::initializer_list<std::string_view> allowed) {
  if (certificate.basic_constraints && certificate.basic_constraints->ca) {
    return wrong(kind, "it is a CA's");
  }
  if (!certificate.key_usage) return wrong(kind, "it has no keyUsage");
  if (has_any(*certificate.key_usage, {KeyUsage::key_cert_sign, KeyUsage::crl_sign})) {
    return wrong(kind, "its key may sign certificates");
  }
  for (const std::string& purpose : certificate.extended_key_usage) {
    if (std::ranges::find(allowed, purpose) == allowed.end()) {
      return wrong(kind, "it has another purpose").saw("extendedKeyUsage " + purpose);
    }
  }
  return {};
}

}  // namespace

Status check_ak_usage(const crypto::Certificate& certificate) {
  constexpr std::string_view kind = "attestation key";
  AH_TRY(check_purpose(certificate, kind, {ak_certificate, ek_certificate}));
  const crypto::KeyUsages& usages = *certificate.key_usage;
  if (!usages.has(KeyUsage::digital_signature)) return wrong(kind, "its key may not sign");
  if (has_any(usages,
              {KeyUsage::key_encipherment, KeyUsage::data_encipherment, KeyUsage::key_agreement})) {
    return wrong(kind, "its key may decrypt, as an endorsement key does");
  }
  return {};
}

Status check_ek_usage(const crypto::Certificate& certificate) {
  constexpr std::string_view kind = "endorsement key";
  AH_TRY(check_purpose(certificate, kind, {ek_certificate}));
  const crypto::KeyUsages& usages = *certificate.key_usage;
  if (!has_any(usages, {KeyUsage::key_encipherment, KeyUsage::key_agreement})) {
    return wrong(kind, "its key may not decrypt");
  }
  if (usages.has(KeyUsage::digital_signature)) return wrong(kind, "its key may sign");
  return {};
}

Result<std::optional<GceInstance>> gce_instance_of(const crypto::Certificate& certificate) {
  const crypto::Extension* extension = certificate.find_extension(gce_instance_oid);
  if (extension == nullptr) return std::optional<GceInstance>{};
  AH_ASSIGN(GceInstance instance, parse_gce_instance(extension->value));
  return std::optional(std::move(instance));
}

void add_instance_claims(const GceInstance& instance, Claims& claims) {
  claims.vendor["zone"] = instance.zone;
  claims.vendor["project_number"] = instance.project_number;
  claims.vendor["project_id"] = instance.project_id;
  claims.vendor["instance_id"] = instance.instance_id;
  claims.vendor["instance_name"] = instance.instance_name;
  if (instance.security_version) claims.vendor["security_version"] = *instance.security_version;
  if (instance.is_production) {
    claims.vendor["is_production"] = uint64_t{*instance.is_production ? 1U : 0U};
  }
  claims.platform = "projects/" + instance.project_id + "/zones/" + instance.zone + "/instances/" +
                    std::to_string(instance.instance_id);
}

}  // namespace anchorhold::tpm
