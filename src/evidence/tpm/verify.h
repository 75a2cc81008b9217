#pragma once
// Verification of TPM 2.0 quotes: signature, attestation key, registers.

#include <optional>
#include <span>

#include "claims/verification.h"
#include "evidence/tpm/signature.h"
#include "evidence/tpm/trust.h"

namespace anchorhold::tpm {

// QuoteParts: one quote as its tools keep it. Quotes of several banks are given together.
struct QuoteParts {
  ByteView message;    // TPMS_ATTEST
  ByteView signature;  // see SignatureForm
  // The values of the quoted registers, see read_pcr_values. Without them the registers are not
  // known, and no claim names one.
  std::optional<ByteView> pcrs = {};
};

// QuoteInputs: the quotes of one attestation key, and what is known of that key. At least one of
// `ak_public` and `ak_certificate` must be set.
struct QuoteInputs {
  std::span<const QuoteParts> quotes;
  SignatureForm form = SignatureForm::tpmt;
  std::optional<ByteView> ak_public = {};                  // see read_attestation_key
  const crypto::Certificate* ak_certificate = nullptr;     // may also stand in `certificates`
  std::span<const crypto::Certificate> certificates = {};  // intermediates and roots, any order
  std::span<const crypto::Crl> crls = {};
  bool require_crl = false;  // see TrustInputs
  bool allow_insecure_sha1 =
      false;  // of the signing scheme; banks of SHA-1 are the policy's matter
};

// verify_quotes: proves that one attestation key signed all quotes, that an anchor vouches for that
// key (its certificate's path ends at a compiled-in root or a given anchor, or the key itself is a
// given anchor), that a TPMT_PUBLIC promises a restricted key of its TPM, and that the given
// register values are the quoted ones. Left to the appraisal: whether the nonce is the demanded one
// (claims.nonce, empty when the quote has none), which registers matter, the SHA-1 bank, `safe`
// and the counters. Claims: sha256_pcr0 and so on, only of registers that the quote covers.
// claims.hardware_rooted is set at a compiled-in root. `cache` may be null. Checks: quote_table().
Verification verify_quotes(const QuoteInputs& inputs, std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache);

// CertificateInputs: certificates of TPM keys, without quotes.
struct CertificateInputs {
  std::span<const crypto::Certificate> ak_certificates = {};
  std::span<const crypto::Certificate> ek_certificates = {};
  std::span<const crypto::Certificate> certificates = {};
  std::span<const crypto::Crl> crls = {};
  bool require_crl = false;  // see TrustInputs
};

// verify_certificates: proves that each certificate is for the kind of key that it is given as, and
// that its path ends at an anchor. Claims are those on which all of them agree. Checks:
// certificate_table().
Verification verify_certificates(const CertificateInputs& inputs,
                                 std::span<const GivenAnchor> given, Time at,
                                 crypto::CertificateCache* cache);

}  // namespace anchorhold::tpm
