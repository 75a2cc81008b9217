#pragma once
// RA-TLS certificates: certificates for TLS that carry evidence about whoever holds their key.

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/verified.h"
#include "crypto/x509.h"

namespace anchorhold::ratls {

// Carrier: the extension in which evidence lies.
enum class Carrier : uint8_t {
  gramine,        // 1.2.840.113741.1337.6, in either spelling: a bare quote over the key's hash
  interoperable,  // 2.23.133.5.4.9: CBOR tag 60000 with a quote over the hash of signed claims
  cmw,            // 1.3.6.1.5.5.7.1.35, id-pe-cmw: a conceptual message wrapper
};

std::string_view carrier_name(Carrier carrier);  // "gramine", "interoperable", "cmw"

// KeyHash: the claim pubkey-hash, a hash of the certificate's whole SubjectPublicKeyInfo.
struct KeyHash {
  crypto::HashKind hash = crypto::HashKind::sha256;
  Bytes value;
};

// SignedClaims: the claims of the interoperable form. Claims that are not known are tolerated and
// stay unread: they are no input to any judgement.
struct SignedClaims {
  Bytes bytes;  // as they lie in the certificate: the quote's report data is their SHA-256
  KeyHash key_hash;
  std::optional<Bytes> nonce;
};

// Carried: the evidence of one extension.
struct Carried {
  Carrier carrier = Carrier::gramine;
  Bytes evidence;                           // quote, or CMW
  std::optional<SignedClaims> claims = {};  // of the interoperable form, always there
};

// RatlsCertificate: the certificate and what it carries. `carried` has one or two entries: the one
// that counts first, then, where both are there, Gramine's own.
struct RatlsCertificate {
  crypto::Certificate certificate;
  std::vector<Carried> carried;
};

// parse_certificate: one certificate, DER or PEM, with at least one of the extensions. Structure
// only. Local reports (CBOR tags 60001 and 60002) are unsupported: only their own machine can check
// them. Gramine's extension is known under its identifier as Gramine mis-encodes it and as
// rats-tls, Occlum and Cosmian write it. Refused: two extensions beside it, both its spellings,
// critical extensions that nobody here knows. Source: CCC-Attestation/interoperable-ra-tls;
// Gramine, tools/sgx/ra-tls; RFC 9999 section 5 for id-pe-cmw.
Result<Unverified<RatlsCertificate>> parse_certificate(ByteView bytes,
                                                       crypto::CertificateCache* cache);

// looks_like_certificate: one certificate with one of the extensions.
bool looks_like_certificate(ByteView bytes);

}  // namespace anchorhold::ratls
