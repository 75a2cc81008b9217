#pragma once
// The body of a TD quote: what the TDX module measured of a trust domain.

#include <array>

#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

inline constexpr size_t td_report_size = 584;      // TDX 1.0
inline constexpr size_t td_report_1_5_size = 648;  // TDX 1.5

enum class TdVersion : uint8_t { v1_0, v1_5 };

// TdReport: fields as they lie in the body. Source: Intel TDX DCAP Quoting Library API, appendix
// A.3, "TD Quote Body Descriptor", "TD Quote Body for TDX 1.0" and "for TDX 1.5".
struct TdReport {
  TdTcb tcb;  // TEE_TCB_SVN, MRSEAM, MRSIGNERSEAM, SEAMATTRIBUTES, TEE_TCB_SVN_2
  ByteArray<8> td_attributes{};
  ByteArray<8> xfam{};
  ByteArray<48> mrtd{};
  ByteArray<48> mrconfigid{};
  ByteArray<48> mrowner{};
  ByteArray<48> mrownerconfig{};
  std::array<ByteArray<48>, 4> rtmrs{};
  ByteArray<64> report_data{};
  std::optional<ByteArray<48>> mrservicetd = {};  // TDX 1.5 only

  bool operator==(const TdReport&) const = default;
};

// read_td_report: the next 584 or 648 bytes.
Result<TdReport> read_td_report(Reader& reader, TdVersion version);

}  // namespace anchorhold::dcap
