#pragma once
// Azure's HCL report: what a paravisor leaves in its virtual TPM (NV index 0x01400001): the
// hardware's report, and the runtime data to which that report is bound.

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/verified.h"
#include "crypto/hash.h"

namespace anchorhold::hcl {

enum class HardwareKind : uint8_t { snp, tdx };

std::string_view hardware_name(HardwareKind kind);  // "SEV-SNP", "TDX"

// Report: `hardware_report` is an SNP attestation report (1184 bytes) or a TDREPORT (1024 bytes);
// `runtime_data` is JSON, exactly the bytes that were hashed.
struct Report {
  uint32_t version = 0;  // of the header: 1 or 2
  HardwareKind hardware = HardwareKind::snp;
  Bytes hardware_report;
  crypto::HashKind hash = crypto::HashKind::sha256;
  Bytes runtime_data;
};

// parse_report: header "HCLA" of version 1 or 2, an attestation request, hardware report, and
// runtime data of version 1; all sizes must agree, and nothing but zeros may follow, as the NV
// index fills up. The hardware report's own bytes are not looked at, except that a TDREPORT says
// so. Nothing is proven. Source: Microsoft, openhcl, openhcl_attestation_protocol (igvm_attest);
// Azure documentation, "vTPM guest attestation", HCL report.
Result<Unverified<Report>> parse_report(ByteView bytes);

// looks_like_report: whether the bytes begin like one.
bool looks_like_report(ByteView bytes);

}  // namespace anchorhold::hcl
