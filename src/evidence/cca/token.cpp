#include "evidence/cca/token.h"

#include <algorithm>

namespace anchorhold::cca {
namespace {

using cbor::Label;
using cbor::Labels;

constexpr Label profile_label = {265, "profile"};
constexpr Label challenge_label = {10, "challenge"};

constexpr Label personalization_label = {44235, "personalization-value"};
constexpr Label hash_label = {44236, "hash-algo-id"};
constexpr Label key_label = {44237, "public-key"};
constexpr Label rim_label = {44238, "initial-measurement"};
constexpr Label rem_label = {44239, "extensible-measurements"};
constexpr Label key_hash_label = {44240, "public-key-hash-algo-id"};

constexpr Label instance_label = {256, "instance-id"};
constexpr Label client_label = {2394, "client-id"};
constexpr Label lifecycle_label = {2395, "lifecycle"};
constexpr Label implementation_label = {2396, "implementation-id"};
constexpr Label software_label = {2399, "sw-components"};
constexpr Label service_label = {2400, "verification-service"};
constexpr Label config_label = {2401, "config"};
constexpr Label platform_hash_label = {2402, "hash-algo-id"};

constexpr size_t challenge_size = 64;
constexpr size_t personalization_size = 64;
constexpr size_t implementation_size = 32;
constexpr size_t max_key = 512;
constexpr size_t max_config = 4096;
constexpr size_t max_name = 32;
constexpr size_t max_text = 512;
constexpr size_t min_hash = 32;
constexpr size_t max_hash = 64;
constexpr size_t max_components = 64;
constexpr size_t registers = 4;
constexpr uint64_t max_lifecycle = 0xffff;

constexpr uint64_t max_client = 0xffffffff;
constexpr uint64_t realm_management = 1;  // the security domain that asked for the token

constexpr std::string_view platform_2022 = "http://arm.com/CCA-SSD/1.0.0";
constexpr std::string_view platform_2023 = "tag:arm.com,2023:cca_platform#1.0.0";
constexpr std::string_view platform_2024 = "tag:arm.com,2024:cca_platform#2.0.0";
constexpr std::string_view realm_2023 = "tag:arm.com,2023:realm#1.0.0";
constexpr std::string_view realm_2024 = "tag:arm.com,2024:realm#2.0.0";

// ProfilePair: profiles that occur together. Firmware of the first profile stands below realm
// managers of the second, too: the two are updated apart, and the claims are the same.
struct ProfilePair {
  std::string_view platform;
  std::optional<std::string_view> realm;  // none: the realm token names no profile
};
constexpr std::array<ProfilePair, 4> profile_pairs = {{{platform_2022, std::nullopt},
                                                       {platform_2022, realm_2023},
                                                       {platform_2023, realm_2023},
                                                       {platform_2024, realm_2024}}};

Result<Bytes> hash_value(const std::string& place, ByteView value) {
  if (!arm::hash_sized(value.size())) {
    return Error{Code::malformed, place, "wrong size"}
        .want("32, 48 or 64 bytes")
        .saw(std::to_string(value.size()));
  }
  return copy_of(value);
}

Result<Bytes> hash_claim(Labels& claims, Label label) {
  AH_ASSIGN(const ByteView value, claims.bytes(label, min_hash, max_hash));
  return hash_value(claims.place(label), value);
}

Result<Bytes> sized(Labels& claims, Label label, size_t size) {
  AH_ASSIGN(const ByteView value, claims.bytes(label, size, size));
  return copy_of(value);
}

Result<std::string> text(Labels& claims, Label label, size_t max) {
  AH_ASSIGN(const std::string_view value, claims.text(label, max));
  return std::string(value);
}

template <class Part>
Status known_profile(std::string_view where, std::string_view profile, Part ProfilePair::*part) {
  const auto names = [&](const Part& one) { return one == profile; };
  if (std::ranges::any_of(profile_pairs, names, part)) return {};
  return Error{Code::unsupported, std::string(where), "an unknown profile"}
      .want("the profile of 2024 or an earlier one")
      .saw(std::string(profile));
}

// Section A7.2.3.3.11 of RMM 2.0: must be there, and one value is valid.
Result<uint64_t> client(Labels& claims) {
  AH_ASSIGN(const uint64_t value, claims.uint(client_label, max_client));
  if (value == realm_management) return value;
  return Error{Code::malformed, claims.place(client_label), "another security domain"}
      .want("1, the Realm Management Security Domain")
      .saw(std::to_string(value));
}

Result<std::array<Bytes, registers>> extensible(Labels& claims) {
  AH_ASSIGN(const cbor::Value* list, claims.array(rem_label, registers, registers));
  std::array<Bytes, registers> out;
  for (size_t i = 0; i < registers; ++i) {
    const std::string place = claims.place(rem_label) + "[" + std::to_string(i) + "]";
    const auto value = list->items()[i].as_bytes();
    if (!value) return Error{Code::malformed, place, "not a byte string"};
    AH_ASSIGN(out[i], hash_value(place, *value));
  }
  return out;
}

}  // namespace

Result<RealmClaims> read_realm(const cbor::Value& map, Claims& others) {
  Labels claims("realm token", map);
  RealmClaims out;
  AH_ASSIGN(const auto profile, claims.optional_text(profile_label, max_text));
  if (profile) {
    AH_TRY(known_profile("realm token", *profile, &ProfilePair::realm));
    out.profile = std::string(*profile);
  }
  AH_ASSIGN(out.challenge, sized(claims, challenge_label, challenge_size));
  AH_ASSIGN(out.personalization, sized(claims, personalization_label, personalization_size));
  AH_ASSIGN(out.hash_algorithm, text(claims, hash_label, max_name));
  AH_ASSIGN(const ByteView key, claims.bytes(key_label, 1, max_key));
  out.public_key = copy_of(key);
  AH_ASSIGN(out.key_hash_algorithm, text(claims, key_hash_label, max_name));
  AH_ASSIGN(out.rim, hash_claim(claims, rim_label));
  AH_ASSIGN(out.rem, extensible(claims));
  arm::add_unasked(claims, map, "realm_", others);
  return out;
}

Result<PlatformClaims> read_platform(const cbor::Value& map, Claims& others) {
  Labels claims("platform token", map);
  PlatformClaims out;
  AH_ASSIGN(out.profile, text(claims, profile_label, max_text));
  AH_TRY(known_profile("platform token", out.profile, &ProfilePair::platform));
  AH_ASSIGN(out.challenge, hash_claim(claims, challenge_label));
  AH_ASSIGN(out.implementation_id, sized(claims, implementation_label, implementation_size));
  AH_ASSIGN(out.instance_id, arm::instance_id(claims, instance_label));
  AH_ASSIGN(const ByteView config, claims.bytes(config_label, 0, max_config));
  out.config = copy_of(config);
  AH_ASSIGN(out.lifecycle, claims.uint(lifecycle_label, max_lifecycle));
  AH_TRY(arm::lifecycle_state(claims.place(lifecycle_label), out.lifecycle));
  AH_ASSIGN(const cbor::Value* software, claims.array(software_label, 1, max_components));
  AH_ASSIGN(out.software, arm::software_components(claims.place(software_label), *software));
  AH_ASSIGN(const auto service, claims.optional_text(service_label, max_text));
  if (service) out.verification_service = std::string(*service);
  AH_ASSIGN(out.hash_algorithm, text(claims, platform_hash_label, max_name));
  if (out.profile == platform_2024) {
    AH_ASSIGN(out.client_id, client(claims));
  }
  arm::add_unasked(claims, map, "platform_", others);
  return out;
}

Status check_profiles(const PlatformClaims& platform, const RealmClaims& realm) {
  const bool paired = std::ranges::any_of(profile_pairs, [&](const ProfilePair& pair) {
    return pair.platform == platform.profile && pair.realm == realm.profile;
  });
  if (paired) return {};
  return Error{Code::malformed, "CCA token", "profiles of two generations"}
      .want("a realm token of the platform token's generation, " + platform.profile)
      .saw(realm.profile ? *realm.profile : "a realm token without a profile");
}

Result<crypto::HashKind> named_hash(std::string_view object, std::string_view name) {
  if (name == "sha-256") return crypto::HashKind::sha256;
  if (name == "sha-384") return crypto::HashKind::sha384;
  if (name == "sha-512") return crypto::HashKind::sha512;
  return Error{Code::unsupported, std::string(object), "an unknown hash"}
      .want("sha-256, sha-384 or sha-512")
      .saw(std::string(name));
}

}  // namespace anchorhold::cca
