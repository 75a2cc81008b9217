#pragma once
// Verification of IBM's host key documents and of Hyper Protect attestation records.

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/ibmse/checks.h"

namespace anchorhold::ibmse {

// Endorsements: what comes beside the document or record, in any order, roots included; what does
// not belong to it is ignored.
struct Endorsements {
  std::span<const crypto::Certificate> certificates = {};
  std::span<const crypto::Crl> crls = {};
};

// verify_host_key: proves that IBM issued this host key document, by IBM's own rules: the signing
// certificate is no CA, so that its chain is proven first, with lists for every certificate, and
// then the document by the signing key, which signs the document's list too. What the caller must
// still check: that the document is that of the machine he means. Source: s390-tools libpv.
Verification verify_host_key(const crypto::Certificate& document, const Endorsements& endorsements,
                             std::span<const GivenAnchor> given, Time at,
                             crypto::CertificateCache* cache);

// verify_record: proves that the holder of an attestation key signed the record, and that IBM
// issued its certificate by the rules above; a certificate whose key the caller names as an anchor
// needs to be valid only. The record says what the guest measured when it started. It answers no
// nonce: the caller must know from elsewhere that it is of the guest he talks to. An encrypted
// record is read but never authentic: it carries no signature. Source: IBM Cloud documentation,
// attestation.
Verification verify_record(ByteView record, ByteView signature, const Endorsements& endorsements,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache);

// looks_like_evidence: whether the bytes are probably a record, encrypted or not.
bool looks_like_evidence(ByteView bytes);

}  // namespace anchorhold::ibmse
