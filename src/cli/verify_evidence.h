#pragma once
// `verify` for evidence of any TEE, evidence bundles and attestation results.

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "cli/context.h"

namespace anchorhold::cli {

// EvidenceOptions: what the command line says; paths, hexadecimal and times as typed.
struct EvidenceOptions {
  std::string format;
  std::vector<std::string> collateral;
  std::vector<std::string> anchors;
  std::vector<std::string> software_roots;
  std::string policy;
  std::string contract;
  std::string nonce;
  std::string user_data;
  std::string public_key;  // a file
  std::string report_data;
  std::string at;
  std::string challenged;
  bool explain = false;
  bool require_crl = false;
  bool insecure_sha1 = false;
  bool insecure_keystone_test_key = false;
  std::string bundle;   // write one here
  std::string what_if;  // judge by this policy too
  std::string ear;      // write an attestation result here
  std::string ear_key;  // signing key for it; or the key that a result must have
  std::string ear_profile = "ietf";
};

Status verify_evidence(Context& context, const std::string& name, ByteView evidence,
                       const EvidenceOptions& options);

// verify_bundle: by the caller's policy where one is given, else as the bundle records it.
Status verify_bundle(Context& context, const std::string& name, std::string_view text,
                     const EvidenceOptions& options);

// verify_result: an EAR, by the key in options.ear_key.
Status verify_result(Context& context, const std::string& name, std::string_view token,
                     const EvidenceOptions& options);

}  // namespace anchorhold::cli
