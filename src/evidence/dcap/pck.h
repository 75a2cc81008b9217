#pragma once
// The SGX extension of PCK certificates: which platform a certificate is of, and the TCB that it
// vouches for.

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::dcap {

inline constexpr std::string_view sgx_extension_oid = "1.2.840.113741.1.13.1";

enum class SgxType : uint8_t { standard = 0, scalable = 1, scalable_with_integrity = 2 };

std::string_view sgx_type_name(SgxType type);  // "Standard", "Scalable", ...

// PlatformConfiguration: only in certificates of the Platform CA.
struct PlatformConfiguration {
  std::optional<bool> dynamic_platform = {};
  std::optional<bool> cached_keys = {};
  std::optional<bool> smt_enabled = {};
};

struct PckExtension {
  ByteArray<16> ppid{};
  ByteArray<16> components{};  // "SGX TCB Comp01 SVN" to 16
  uint16_t pce_svn = 0;
  ByteArray<16> cpu_svn{};
  ByteArray<2> pce_id{};
  ByteArray<6> fmspc{};
  SgxType sgx_type = SgxType::standard;
  std::optional<ByteArray<16>> platform_instance_id = {};
  PlatformConfiguration configuration = {};
};

// parse_pck_extension: the extension's value. Refuses a repeated or unknown field, a missing one of
// those that every certificate has, and a value of another type or range. Source: Intel SGX PCK
// Certificate and Certificate Revocation List Profile Specification, section 1.3.5.
Result<PckExtension> parse_pck_extension(ByteView value);

}  // namespace anchorhold::dcap
