#pragma once
// TCB info: what Intel publishes of the security versions of one kind of platform.

#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "evidence/dcap/svn_level.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

// TcbLevel: one combination of security versions and how it stands.
struct TcbLevel {
  ByteArray<16> sgx{};  // the SGX components
  uint16_t pce_svn = 0;
  ByteArray<16> tdx{};  // the TDX components; of TCB infos for TDX only
  Standing standing;

  bool operator==(const TcbLevel&) const = default;
};

// TdxModule: who may have signed the module, and with which attributes.
struct TdxModule {
  ByteArray<48> mrsigner{};
  ByteArray<8> attributes{};
  ByteArray<8> attributes_mask{};

  bool operator==(const TdxModule&) const = default;
};

// TdxModuleIdentity: the module of one major version, TEE_TCB_SVN[1], with levels of its own.
struct TdxModuleIdentity {
  uint8_t version = 0;  // "TDX_01" is 1
  TdxModule module;
  std::vector<SvnLevel> levels;  // from the highest

  bool operator==(const TdxModuleIdentity&) const = default;
};

struct TcbInfo {
  int64_t version = 3;
  TeeType tee = TeeType::sgx;  // version 2 knows SGX only
  Time issue_date{};
  Time next_update{};
  ByteArray<6> fmspc{};
  ByteArray<2> pce_id{};
  uint32_t evaluation = 0;                                    // tcbEvaluationDataNumber
  std::vector<TcbLevel> levels;                               // from the highest, none twice
  std::optional<TdxModule> tdx_module = {};                   // set exactly when `tee` is tdx
  std::vector<TdxModuleIdentity> tdx_module_identities = {};  // of TDX, since module 1.5

  bool operator==(const TcbInfo&) const = default;
};

// parse_tcb_info: the value of "tcbInfo", whose signature the caller judges. Versions 2 and 3, TCB
// type 0, hexadecimal digits of either case. The levels are put in order; two of the same versions
// are malformed. Members that this program does not know are let be: the signature covers them, and
// Intel adds to a version. Source: Intel PCS API, "Get TCB Info"; Intel QVL, TcbInfo and TcbLevel.
Result<TcbInfo> parse_tcb_info(std::string_view object, std::string_view text);

}  // namespace anchorhold::dcap
