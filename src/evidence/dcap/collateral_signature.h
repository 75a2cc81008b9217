#pragma once
// Who may sign TCB infos and enclave identities: the TCB signing certificate under Intel's root.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "crypto/x509.h"

namespace anchorhold::dcap {

// TcbSigner: a TCB signing certificate that was proven to be issued by `root`, whose key is one of
// the anchors. Proven whatever the time; the dates of both are judged at each use.
struct TcbSigner {
  crypto::Certificate certificate;
  crypto::Certificate root;
};

struct TcbSigners {
  std::vector<TcbSigner> proven;     // several may have the same key
  std::vector<std::string> refused;  // why other certificates of that name are not among them
};

// find_tcb_signers: among `certificates`, in any order, those named "Intel SGX TCB Signing" that
// are no CA, may sign, and were issued by a root whose SubjectPublicKeyInfo has one of the digests
// `anchors`. `cache` may be null. Source: Intel SGX PCK Certificate and CRL Profile Specification;
// Intel QVL, TCBSigningChain.
TcbSigners find_tcb_signers(std::span<const crypto::Certificate> certificates,
                            std::span<const Digest256> anchors, crypto::CertificateCache* cache);

// valid_at: whether the signer and its root are within their dates; denied otherwise.
Status valid_at(const TcbSigner& signer, Time at);

}  // namespace anchorhold::dcap
