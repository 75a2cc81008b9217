#pragma once
// Verifying Keystone reports.

#include <span>

#include "claims/anchor.h"
#include "claims/verification.h"

namespace anchorhold::keystone {

// Options: what a caller may allow against better knowledge.
struct Options {
  // Takes the published test device key where an anchor names it. Its secret half is public: what
  // verifies under it proves nothing, and the claims and findings say so.
  bool insecure_test_device_key = false;
};

// test_device_key: the SHA-256 of the SubjectPublicKeyInfo of Keystone's published test key.
const Digest256& test_device_key();

// looks_like_report: whether the size is a report's and the data's length is a small number. A
// report has no magic.
bool looks_like_report(ByteView bytes);

// verify_report: proves that the device key in the report, which `given` must name, signed the
// monitor's hash and key, and that this key signed the enclave's hash and data. Keystone has no
// root, no dates and no revocation; freshness is what the enclave puts into its data. It does not
// prove which monitor signed: published boot code derives the monitor's key from the device key
// and the first byte of the monitor's hash only, so that on such a device another monitor, whose
// hash begins with the same byte, has the same key.
Verification verify_report(ByteView report, const Options& options,
                           std::span<const GivenAnchor> given);

}  // namespace anchorhold::keystone
