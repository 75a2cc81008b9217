#pragma once
// Runtime data: the JSON in which a paravisor tells the keys of its virtual TPM and the machine's
// configuration.

#include <map>
#include <optional>
#include <string>

#include "claims/claims.h"
#include "crypto/subject_key.h"

namespace anchorhold::hcl {

inline constexpr size_t user_data_limit = 64;

// RuntimeData: believed as far as a verified hardware report binds it; see binding.h.
struct RuntimeData {
  crypto::SubjectKey attestation_key;  // HCLAkPub: it signs the virtual TPM's quotes
  std::optional<Bytes> user_data;      // as the guest wrote it into NV index 0x01400002, 64 bytes
  // vm-configuration by Azure's names: "secure-boot", "tpm-enabled", "console-enabled" (0 or 1),
  // "vmUniqueId", "root-cert-thumbprint", "current-time" and so on.
  std::map<std::string, VendorValue, std::less<>> configuration;
};

// parse_runtime_data: one JSON object (RFC 7493) with `keys`, among them exactly one RSA key
// "HCLAkPub" whose JWK has no other members than kid, key_ops, kty, n and e, all canonical. key_ops
// must be ["sign"]; the first paravisors, which knew no HCLEkPub, wrote ["encrypt"]. Members that
// are not known are left alone: the vendor adds some, and all of them are bound. Source: Microsoft,
// openhcl, openhcl_attestation_protocol (runtime_claims).
Result<RuntimeData> parse_runtime_data(ByteView json);

// add_runtime_claims: user_data, and the configuration under "vm-configuration." as vendor claims.
void add_runtime_claims(const RuntimeData& data, Claims& claims);

}  // namespace anchorhold::hcl
