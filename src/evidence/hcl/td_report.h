#pragma once
// The TDREPORT inside an HCL report. Only the CPU that made it can check its MAC: it is believed
// because a verified TD quote has the same body.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::hcl {

inline constexpr size_t td_report_size = 1024;
inline constexpr size_t quote_body_size = 584;  // of a TD quote, TDX 1.0

// report_data_of: REPORTDATA of a TDREPORT.
Result<Bytes> report_data_of(ByteView td_report);

// quote_body_of: the body (TDX 1.0) that a TD quote made from this TDREPORT has: TEE_TCB_SVN,
// MRSEAM, MRSIGNERSEAM, SEAM attributes, TD attributes, XFAM, MRTD, MRCONFIGID, MROWNER,
// MROWNERCONFIG, RTMR0 to RTMR3, REPORTDATA. Source: Intel TDX Module ABI specification,
// TDREPORT_STRUCT; Intel TDX DCAP quote library API, TD quote body.
Result<Bytes> quote_body_of(ByteView td_report);

// check_same_td: whether a TD quote's body (the first 584 bytes of it, when it is of TDX 1.5) says
// what the TDREPORT says. Errors are denied and name the first field that differs.
Status check_same_td(ByteView td_report, ByteView quote_body);

}  // namespace anchorhold::hcl
