#pragma once
// Certificate chains of devices and of manifests' signers: the same rules, other checks and roots.

#include <optional>
#include <span>

#include "base/check.h"
#include "base/time.h"
#include "claims/anchor.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "evidence/nvgpu/signer.h"

namespace anchorhold::nvgpu {

// ChainRules: which root ends a chain, and which checks its findings belong to.
struct ChainRules {
  const Digest256& vendor_root;
  const Check& root;
  const Check& links;
  const Check& validity;
};
const ChainRules& device_chain();
const ChainRules& rim_chain();

struct Rooted {
  bool vendor = false;  // at NVIDIA's root, not at a key that the caller gave
  Digest256 root{};     // SHA-256 of the root's certificate
};

// prove_links: that the path is complete and each certificate issued by the one above it, whatever
// their dates.
Status prove_links(const SignerPath& path, crypto::CertificateCache* cache);

// judge_chain: whether the path, of which prove_links() said `links`, ends at NVIDIA's root or a
// given anchor and is valid at `at`; a finding for each of the three checks. Dates are judged apart
// from links, so that an expired chain is told from a forged one.
std::optional<Rooted> judge_chain(const ChainRules& rules, const std::string& subject,
                                  const SignerPath& path, const Status& links,
                                  std::span<const GivenAnchor> given, Time at, CheckRun& run);

// judge_revocation: against the lists among `crls` whose issuer is a certificate of this path. A
// list that is stale or not by that issuer fails too; where lists are required, so does a missing
// one.
void judge_revocation(const std::string& subject, const SignerPath& path,
                      std::span<const crypto::Crl> crls, bool required, Time at,
                      crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::nvgpu
