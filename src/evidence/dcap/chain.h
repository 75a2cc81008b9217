#pragma once
// The PCK certificate chain of a quote: found, proven, and looked up in revocation lists.

#include <array>
#include <memory>
#include <optional>
#include <span>

#include "base/check.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/dcap/anchor.h"
#include "evidence/dcap/certification_data.h"
#include "evidence/dcap/pck.h"

namespace anchorhold::dcap {

// PckChain: PCK certificate, PCK Processor or Platform CA, root, and what follows from their bytes
// alone: whether the links, names and rights are good, and of which platform the leaf says to be.
// Whose root it is and what the time is are left to the judgement of each quote.
struct PckChain {
  std::array<crypto::Certificate, 3> certificates;
  Status links;
  Result<PckExtension> platform;

  const crypto::Certificate& leaf() const { return certificates[0]; }
  const crypto::Certificate& ca() const { return certificates[1]; }
  const crypto::Certificate& root() const { return certificates[2]; }
};

// FoundChain: a chain, and by what a cache may know it again.
struct FoundChain {
  std::shared_ptr<const PckChain> chain;  // never null
  std::optional<Digest256> text;          // of the text that it was read from, unless it was known
};

// find_chain: certification data of type 5 holds exactly these three, in any order. For types 1 to
// 4 what is missing comes from `pool`; the PCK certificate is then the one whose key signed the
// quoting enclave's report, as the data's own name for it may be encrypted. `cache` may be null;
// what remember_chain() left there is not read again.
Result<FoundChain> find_chain(const QeCertification& qe, std::span<const crypto::Certificate> pool,
                              crypto::CertificateCache* cache);

// remember_chain: only once judge_chain() answered whose root it is: of their own making anybody
// has as many chains as it takes to fill the cache. `cache` may be null.
void remember_chain(const QeCertification& qe, const FoundChain& found,
                    crypto::CertificateCache* cache);

// judge_chain: root, links, names and dates. Answers whose root it is when the chain hangs
// together, whatever the dates; otherwise nothing more can be learnt from it.
std::optional<AnchorKind> judge_chain(const PckChain& chain, std::span<const GivenAnchor> given,
                                      Time at, CheckRun& run);

// judge_revocation: finds the two lists among `crls` by issuer name and key, proves them and looks
// for the chain's certificates. Of several good lists of one issuer the newest counts. Answers the
// root's list when it is proven, else null; it lies in `crls`.
const crypto::Crl* judge_revocation(const PckChain& chain, std::span<const crypto::Crl> crls,
                                    Time at, crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::dcap
