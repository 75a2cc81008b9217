#pragma once
// CCA attestation tokens (Arm DEN0137, Realm Management Monitor specification, section A7.2.3;
// draft-ffm-rats-cca-token): a realm token and a platform token in one collection.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "claims/arm_platform.h"
#include "codec/cose.h"
#include "crypto/hash.h"

namespace anchorhold::cca {

// Parts: the two signed tokens, each a COSE_Sign1. Views into the collection.
struct Parts {
  ByteView platform;
  ByteView realm;
};

// split_collection: the collection in tag 399 (RMM 1.0), as a CMW collection in tag 907 (RMM 2.0)
// or without a tag. Exactly the two tokens, each as a byte string or as a CMW record [263, bytes].
Result<Parts> split_collection(ByteView token);

// Signed: one of the two tokens, read and not proven. `map` and `message` are views into the
// token's bytes.
struct Signed {
  cose::Message message;
  cbor::Value map;
};

// open_signed: the COSE_Sign1 and the claims map in it. Headers outside the signature are taken and
// not looked at: TF-M's library puts the key id there.
Result<Signed> open_signed(std::string_view name, ByteView bytes);

// RealmClaims: section A7.2.3.1. The first profile, of 2022, has no profile claim and gives the key
// as a bare point.
struct RealmClaims {
  std::optional<std::string> profile;
  Bytes challenge;                 // 64 bytes from whoever asks
  Bytes personalization;           // 64 bytes from the host, at creation
  std::string hash_algorithm;      // of the measurements, as the RMM names it
  Bytes public_key;                // the Realm Attestation Key: COSE_Key, or 04 || x || y
  std::string key_hash_algorithm;  // of the binding
  Bytes rim;                       // Realm Initial Measurement
  std::array<Bytes, 4> rem;        // Realm Extensible Measurements
};

// PlatformClaims: section A7.2.3.2.
struct PlatformClaims {
  std::string profile;
  Bytes challenge;          // the hash of the Realm Attestation Key
  Bytes implementation_id;  // 32 bytes
  Bytes instance_id;        // a UEID of 33 bytes
  Bytes config;
  uint64_t lifecycle = 0;
  std::vector<arm::SoftwareComponent> software;
  std::optional<std::string> verification_service;
  std::string hash_algorithm;
  std::optional<uint64_t> client_id;  // of the profile of 2024, always there
};

// read_realm, read_platform: the claims of the profiles that are known; another profile is
// unsupported. Claims beyond these are left alone (RFC 9711), and add_unasked puts them into
// `others`.
Result<RealmClaims> read_realm(const cbor::Value& map, Claims& others);
Result<PlatformClaims> read_platform(const cbor::Value& map, Claims& others);

// check_profiles: whether the two tokens' profiles are of one generation: of RMM 1.0, of RMM 2.0,
// or the first profile of 2022, whose realm tokens name none or that of RMM 1.0.
Status check_profiles(const PlatformClaims& platform, const RealmClaims& realm);

// named_hash: "sha-256", "sha-384" or "sha-512" (IANA Named Information hash names).
Result<crypto::HashKind> named_hash(std::string_view object, std::string_view name);

}  // namespace anchorhold::cca
