#pragma once
// The launch digest that a guest will have: MEASUREMENT of a report, predicted from what is
// launched. Source: AMD 56860, SNP_LAUNCH_UPDATE, PAGE_INFO; the order of the pages is each
// monitor's.

#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/snp/kernel_hashes.h"
#include "evidence/snp/vmsa.h"

namespace anchorhold::snp {

// Launch: what is launched, and by which monitor.
struct Launch {
  ByteView firmware;  // an OVMF image
  // The digest of the image, where it is known already: then only the tables of `firmware` are
  // used.
  std::optional<Digest384> firmware_digest = {};
  std::optional<Kernel> kernel = {};  // booted directly with kernel-hashes=on
  uint32_t processors = 1;            // at most 4096
  uint32_t processor_signature = 0;   // CPUID Fn0000_0001 EAX; QEMU only
  uint64_t features = 1;              // SEV_FEATURES of SEV-SNP
  Monitor monitor = Monitor::qemu;
};

// snp_launch_digest: the MEASUREMENT of an SEV-SNP guest. Denied: a kernel that the firmware has no
// place to check, several processors where it has no address for them to start at.
Result<Digest384> snp_launch_digest(const Launch& launch);

// snp_firmware_digest: the digest after the pages of the image alone, for Launch::firmware_digest.
Result<Digest384> snp_firmware_digest(ByteView firmware);

// sev_es_launch_digest, sev_launch_digest: the same for SEV-ES guests and for plain SEV, whose
// digest knows no processors. `features` and `firmware_digest` are not used.
Result<Digest256> sev_es_launch_digest(const Launch& launch);
Result<Digest256> sev_launch_digest(const Launch& launch);

}  // namespace anchorhold::snp
