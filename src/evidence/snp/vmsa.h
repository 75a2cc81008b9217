#pragma once
// VMSA: the registers with which a virtual processor starts, as the launch measures them. Source:
// AMD 24593 (APM volume 2), table B-4; the values are each monitor's.

#include "base/bytes.h"

namespace anchorhold::snp {

// Monitor: the virtual machine monitor that starts the guest.
enum class Monitor : uint8_t { qemu, ec2, gce };

inline constexpr uint32_t boot_address = 0xfffffff0;  // of the boot processor

// vmsa_page: the 4096 bytes for a processor that starts at `address`. `signature` is CPUID
// Fn0000_0001 EAX, which QEMU alone puts into RDX; `features` is SEV_FEATURES: 1 for SEV-SNP, 0 for
// SEV-ES, more bits where the monitor sets them.
Bytes vmsa_page(Monitor monitor, uint32_t address, uint64_t features, uint32_t signature);

}  // namespace anchorhold::snp
