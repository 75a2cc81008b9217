#pragma once
// The PCK certificate chain of a quote: found, proven, and looked up in revocation lists.

#include <span>

#include "base/check.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/dcap/anchor.h"
#include "evidence/dcap/certification_data.h"

namespace anchorhold::dcap {

// PckChain: leaf, PCK Processor or Platform CA, root. Nothing is proven.
struct PckChain {
  crypto::Certificate leaf;
  crypto::Certificate ca;
  crypto::Certificate root;
};

// find_chain: certification data of type 5 holds exactly these three, leaf first (or root first, as
// in Intel's own samples). For types 1 to 4 what is missing comes from `pool`, in any order; the
// PCK certificate is then the one whose key signed the quoting enclave's report, as the data's own
// name for it may be encrypted. `cache` may be null.
Result<PckChain> find_chain(const QeCertification& qe, std::span<const crypto::Certificate> pool,
                            crypto::CertificateCache* cache);

// judge_chain: root, links, names and dates. Answers whose root it is when the chain hangs
// together, whatever the dates; otherwise nothing more can be learnt from it.
std::optional<AnchorKind> judge_chain(const PckChain& chain, std::span<const GivenAnchor> given,
                                      Time at, crypto::CertificateCache* cache, CheckRun& run);

// judge_revocation: finds the two lists among `crls` by issuer name and key, proves them and looks
// for the chain's certificates. Of several good lists of one issuer the newest counts. Answers the
// root's list when it is proven, else null; it lies in `crls`.
const crypto::Crl* judge_revocation(const PckChain& chain, std::span<const crypto::Crl> crls,
                                    Time at, crypto::CertificateCache* cache, CheckRun& run);

}  // namespace anchorhold::dcap
