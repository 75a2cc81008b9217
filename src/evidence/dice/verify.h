#pragma once
// Verifying DICE certificate chains: Open Profile (Android, Pigweed, OpenTitan), TCG (Caliptra).

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "crypto/x509.h"

namespace anchorhold::dice {

// Endorsements: what a verifier has beside the evidence.
struct Endorsements {
  std::span<const crypto::Certificate> certificates;  // issuers, in any order; others are ignored
  std::span<const crypto::SubjectKey> keys;           // identity keys that are not in a certificate
};

// looks_like_chain: whether these are X.509 certificates with a DICE extension, or a certificate or
// chain of the Open Profile in CBOR.
bool looks_like_chain(ByteView bytes);

// verify_chain: proves that the leaf certificate descends from a key that `given` names: a key of
// `endorsements`, the key of a certificate above the leaf, or the first key of a CBOR chain. The
// evidence is X.509, DER or PEM, the leaf first, or CBOR, the leaf last. There is no vendor's root
// among the anchors, so that nothing here is rooted in hardware by itself. The certificates have no
// nonce: freshness is a signature by the leaf's key, which the caller must demand elsewhere. No
// revocation is looked at. `cache` may be null.
Verification verify_chain(ByteView evidence, const Endorsements& endorsements,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache);

// request_key: the key of a PKCS #10 certification request (RFC 2986), which proves that its maker
// holds the private half and nothing else: the form in which devices export their identity key.
Result<crypto::SubjectKey> request_key(ByteView der);

}  // namespace anchorhold::dice
