#pragma once
// IBM's signing certificates: which one signed a document, and whether it is IBM's.

#include <optional>
#include <span>

#include "evidence/ibmse/verify.h"

namespace anchorhold::ibmse {

// SignerRule: whose subject a signing certificate must have.
using SignerRule = bool (*)(ByteView subject);

// Signed: how a document stands to a certificate that could have signed it.
Status check_issued(const crypto::Certificate& document, const crypto::Certificate& signer,
                    crypto::CertificateCache* cache);

// find_signer: among the certificates with a subject by the rule that are no CAs, the one that
// signed the document, else the first; null when there is none.
const crypto::Certificate* find_signer(const crypto::Certificate& document, SignerRule rule,
                                       std::span<const crypto::Certificate> pool,
                                       crypto::CertificateCache* cache);

struct Rooted {
  bool vendor = false;  // at the root that is compiled in
  Digest256 root{};     // SHA-256 of its certificate
};

// judge_signer: proves the signing certificate's chain: root, links, dates, and lists of every
// issuer; a finding for each of these checks.
std::optional<Rooted> judge_signer(const crypto::Certificate& signer,
                                   const Endorsements& endorsements,
                                   std::span<const GivenAnchor> given, Time at,
                                   crypto::CertificateCache* cache, CheckRun& run);

// check_dates: whether the certificate is valid at `at`.
Status check_dates(const crypto::Certificate& certificate, Time at);

// label: the organizational unit, which tells IBM's certificates apart, else the common name.
std::string label(const crypto::Certificate& certificate);

}  // namespace anchorhold::ibmse
