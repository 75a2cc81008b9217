#pragma once
// did:x509: an issuer named by its certification path. Source: did:x509 method specification,
// version 0 (github.com/microsoft/did-x509).

#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"

namespace anchorhold::snp {

// DidX509: the fingerprint of a CA certificate and the extended key usages that the leaf must have.
struct DidX509 {
  Digest256 fingerprint{};  // SHA-256 of the CA certificate
  std::vector<std::string> usages;
};

// parse_did_x509: "did:x509:0:sha256:FINGERPRINT::eku:OID", with one or more eku policies. Other
// hashes and policies are unsupported: a policy that is not evaluated would be an issuer that is
// not the one named.
Result<DidX509> parse_did_x509(std::string_view object, std::string_view did);

// satisfies: whether the path is the issuer's: its last certificate has the fingerprint, its first
// one has every usage. The links are the caller's to prove.
Status satisfies(const DidX509& did, std::span<const crypto::Certificate> path);

}  // namespace anchorhold::snp
