#pragma once
// The DICE extensions of the Trusted Computing Group (DICE Attestation Architecture, version 1.1,
// section 6.1).

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::dice {

inline constexpr std::string_view tcb_info_oid = "2.23.133.5.4.1";
inline constexpr std::string_view ueid_oid = "2.23.133.5.4.4";
inline constexpr std::string_view multi_tcb_info_oid = "2.23.133.5.4.5";

// OperationalFlags: those that say that a layer is not in its protected state. Bit n of the
// standard is bit n here.
inline constexpr uint32_t not_configured_flag = 1U << 0;
inline constexpr uint32_t not_secure_flag = 1U << 1;
inline constexpr uint32_t recovery_flag = 1U << 2;
inline constexpr uint32_t debug_flag = 1U << 3;
inline constexpr uint32_t open_flags =
    not_configured_flag | not_secure_flag | recovery_flag | debug_flag;

// Fwid: a digest of firmware or configuration.
struct Fwid {
  std::string algorithm;  // dotted object identifier
  Bytes digest;
};

// TcbInfo: one element of the trusted computing base; every field is optional.
struct TcbInfo {
  std::optional<std::string> vendor;
  std::optional<std::string> model;
  std::optional<std::string> version;
  std::optional<uint64_t> svn;
  std::optional<uint64_t> layer;
  std::optional<uint64_t> index;
  std::vector<Fwid> fwids;
  std::optional<uint32_t> flags;
  std::optional<Bytes> vendor_info;
  std::optional<Bytes> type;
  std::optional<uint32_t> flags_mask;  // which of the flags mean anything; absent: all
};

// read_tcb_info, read_multi_tcb_info, read_ueid: the values of the three extensions. Fields in
// order, each once; a digest as long as its algorithm demands, where that is known.
Result<TcbInfo> read_tcb_info(ByteView value);
Result<std::vector<TcbInfo>> read_multi_tcb_info(ByteView value);
Result<Bytes> read_ueid(ByteView value);

}  // namespace anchorhold::dice
