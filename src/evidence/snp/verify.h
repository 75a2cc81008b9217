#pragma once
// Verification of SEV-SNP attestation reports: signature, AMD's certificates, and the agreement of
// the two about processor and firmware.

#include <optional>
#include <span>

#include "base/time.h"
#include "claims/anchor.h"
#include "claims/verification.h"
#include "crypto/certificate_cache.h"
#include "crypto/crl.h"
#include "crypto/x509.h"

namespace anchorhold::snp {

// Endorsements: what came beside the report. The certificates are a pool in any order, perhaps out
// of a certificate table (cert_table.h); what is not needed is ignored, and a root among them is an
// anchor only when the caller named its key.
struct Endorsements {
  std::span<const crypto::Certificate> certificates = {};
  std::span<const crypto::Crl> crls = {};
  bool require_crl = false;                      // a report without a current list is refused
  std::optional<ByteView> uvm_endorsement = {};  // a signed reference value: see uvm_endorsement.h
};

// verify_report: proves that the firmware of an AMD processor signed these bytes, with a key that
// chains to AMD's root of its product or to a root among `given`, every certificate valid at `at`
// and not revoked; that the certified key is of the kind that the report names, and of this chip
// and this REPORTED_TCB; that the report contradicts neither its format nor itself; and that an
// endorsement of the utility VM, if given, is authentic and for this measurement. What it leaves to
// the appraisal: debug and migration in the policy, VMPL 1 to 3, minimum TCB, measurements,
// signers, REPORT_DATA, which nobody but the caller can compare with his nonce. `cache` may be
// null. Checks: check_table() in checks.h. Source: AMD 56860, AMD 57230.
Verification verify_report(ByteView report, const Endorsements& endorsements,
                           std::span<const GivenAnchor> given, Time at,
                           crypto::CertificateCache* cache);

}  // namespace anchorhold::snp
