#pragma once
// Verification of Intel SGX and TDX quotes.

#include <span>
#include <vector>

#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/dcap/collateral.h"
#include "evidence/dcap/quote.h"

namespace anchorhold::dcap {

// QuoteCollateral: what a caller has, in any order; what does not concern a quote is ignored.
struct QuoteCollateral {
  // TCB infos and enclave identities, JSON as the provisioning certification service gives them
  std::span<const ByteView> documents;
  // TCB signing certificates with their root; PCK certificates with CA and root for quotes that
  // only name theirs
  std::span<const crypto::Certificate> certificates;
  std::span<const crypto::Crl> crls;
};

// PreparedCollateral: the documents read and their signatures checked, a value to keep for many
// quotes. What depends on time or on a quote is judged at each use.
struct PreparedCollateral {
  CollateralSet set;
  std::vector<crypto::Certificate> certificates;
  std::vector<crypto::Crl> crls;
};

// prepare_collateral: for quotes that are verified with the same `given` anchors, or fewer.
PreparedCollateral prepare_collateral(const QuoteCollateral& collateral,
                                      std::span<const GivenAnchor> given,
                                      crypto::CertificateCache* cache);

// verify_quote: proves that Intel's quoting enclave on a platform that Intel certified stated
// header and body: quote signature, binding of its key, QE report signature, PCK chain to Intel's
// root or to one of `given`, both revocation lists, signed and current TCB info and enclave
// identity, their match with the platform, and the identity of quoting enclave and TDX module, all
// at `at`. The claims hold the TCB status with its date and advisories: any status is authentic,
// Revoked too. What it does not judge is left to appraise: status, debug and other attributes,
// measurements, report data, freshness. Checks: check_table(). `cache` may be null. Source: Intel
// SGX DCAP ECDSA Quote Library API, appendix A.4; Intel TDX DCAP Quoting Library API, appendix A.3;
// Intel QVL.
Verification verify_quote(ByteView quote, const PreparedCollateral& collateral,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache);

// The same with collateral that is read for this quote alone.
Verification verify_quote(ByteView quote, const QuoteCollateral& collateral,
                          std::span<const GivenAnchor> given, Time at,
                          crypto::CertificateCache* cache);

}  // namespace anchorhold::dcap
