#include "evidence/cca/claims.h"

#include "base/hex.h"

namespace anchorhold::cca {

void add_platform(const PlatformClaims& platform, Claims& claims) {
  claims.platform = to_hex(platform.instance_id);
  claims.vendor["platform_profile"] = platform.profile;
  claims.vendor["platform_challenge"] = platform.challenge;
  claims.vendor["implementation_id"] = platform.implementation_id;
  claims.vendor["instance_id"] = platform.instance_id;
  claims.vendor["config"] = platform.config;
  claims.vendor["platform_hash_algo_id"] = platform.hash_algorithm;
  if (platform.client_id) claims.vendor["client_id"] = *platform.client_id;
  if (platform.verification_service) {
    claims.vendor["verification_service"] = *platform.verification_service;
  }
  arm::add_lifecycle(platform.lifecycle, claims);
  arm::add_software(platform.software, claims);
}

void add_realm(const RealmClaims& realm, Claims& claims) {
  claims.nonce = realm.challenge;
  claims.public_key = realm.public_key;
  claims.measurements["rim"] = realm.rim;
  claims.vendor["rim"] = realm.rim;
  for (size_t i = 0; i < realm.rem.size(); ++i) {
    const std::string name = "rem" + std::to_string(i);
    claims.measurements[name] = realm.rem[i];
    claims.vendor[name] = realm.rem[i];
  }
  claims.vendor["nonce"] = realm.challenge;
  claims.vendor["rpv"] = realm.personalization;
  claims.vendor["public_key"] = realm.public_key;
  claims.vendor["realm_hash_algo_id"] = realm.hash_algorithm;
  claims.vendor["public_key_hash_algo_id"] = realm.key_hash_algorithm;
  if (realm.profile) claims.vendor["realm_profile"] = *realm.profile;
}

}  // namespace anchorhold::cca
