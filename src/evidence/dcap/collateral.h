#pragma once
// Collateral: the TCB infos and enclave identities that a caller gives, read and proven once, and
// then judged for any number of quotes.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/check.h"
#include "base/time.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"
#include "evidence/dcap/collateral_signature.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/platform_tcb.h"
#include "evidence/dcap/tcb_info.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// SignedContent: a document with those of the set's signers whose key signed its exact bytes; none
// when the signature is not good.
template <class T>
struct SignedContent {
  T content;
  std::vector<size_t> signers;
};

// CollateralSet: a value to keep and to use over many quotes. Reading and signatures are done;
// dates, revocation and the choice for a quote are judged at each use. Copies are expensive.
struct CollateralSet {
  TcbSigners signers;
  std::vector<SignedContent<TcbInfo>> tcb_infos;
  std::vector<SignedContent<EnclaveIdentity>> identities;
  std::vector<std::string> unreadable;  // why documents are neither
};

// read_collateral: `documents` are JSON as the provisioning certification service gives it,
// `certificates` an unordered pool that holds the TCB signing certificate and its root; what is not
// needed is ignored. `anchors` are SHA-256 digests of the root keys that the caller trusts. Nothing
// here fails: what cannot be used is reported by the checks of judge_collateral. `cache` may be
// null.
CollateralSet read_collateral(std::span<const ByteView> documents,
                              std::span<const crypto::Certificate> certificates,
                              std::span<const Digest256> anchors, crypto::CertificateCache* cache);

// CollateralUse: the circumstances of one judgement.
struct CollateralUse {
  Digest256
      anchor{};  // SHA-256 of the SPKI at which the PCK chain ended: the collateral's must too
  Time at{};
  const crypto::Crl* root_crl = nullptr;  // proven to be the root's and current at `at`, else null
};

// judge_collateral: chooses the TCB info and the identity for `input`, the current ones of the
// highest evaluation number, and judges them and the platform by them. Adds a finding for every
// check of collateral_checks.h, unless something before it failed. The answer is set as soon as
// both documents were found and the platform could be matched, whether or not the checks passed:
// what it says is only to be believed when the whole run is accepted.
std::optional<PlatformTcb> judge_collateral(const CollateralSet& set, const TcbInput& input,
                                            const CollateralUse& use, CheckRun& run);

}  // namespace anchorhold::dcap
