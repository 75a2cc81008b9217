#pragma once
// PSA attestation tokens (RFC 9783, and the profiles before it).

#include <optional>
#include <string>
#include <vector>

#include "claims/arm_platform.h"
#include "codec/cose.h"

namespace anchorhold::psa {

// Profile: the sets of claim numbers in use. The claims are the same.
enum class Profile : uint8_t {
  iot_1,  // PSA_IOT_PROFILE_1: private numbers from -75000 down
  psa_2,  // "http://arm.com/psa/2.0.0", and "tag:psacertified.org,2023:psa#tfm" of RFC 9783
};

// TokenClaims: RFC 9783 section 4.
struct TokenClaims {
  Profile profile = Profile::iot_1;
  std::optional<std::string> profile_name;  // profile 1 may leave it out
  Bytes nonce;                              // 32, 48 or 64 bytes
  Bytes instance_id;                        // a UEID of 33 bytes
  Bytes implementation_id;                  // 32 bytes
  int64_t client_id = 0;                    // below zero: the non-secure side asked
  uint64_t lifecycle = 0;
  std::optional<Bytes> boot_seed;  // 8 to 32 bytes; profile 1 demands 32
  std::optional<std::string> certification_reference;
  std::vector<arm::SoftwareComponent>
      software;  // empty where a profile 1 token says "no measurements"
  std::optional<std::string> verification_service;
};

// Token: a COSE_Sign1 that was read and not proven; views into its bytes.
struct Token {
  cose::Message message;
  cbor::Value map;
};

// open_token: the envelope and the claims map. A COSE_Mac0, as the smallest devices make it, is
// unsupported: only who holds the device's secret key could check it.
Result<Token> open_token(ByteView bytes);

// read_claims: the claims of the profiles that are known; another profile is unsupported, a missing
// mandatory claim malformed. Claims beyond these go to `others`.
Result<TokenClaims> read_claims(const cbor::Value& map, Claims& others);

}  // namespace anchorhold::psa
