#pragma once
// The attestation report of SEV-SNP: its structure. Source: AMD 56860 (SEV Secure Nested Paging
// Firmware ABI), ATTESTATION_REPORT.

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "base/verified.h"
#include "evidence/snp/product.h"
#include "evidence/snp/tcb_version.h"

namespace anchorhold::snp {

inline constexpr std::string_view report_object = "SEV-SNP report";  // in errors and findings
inline constexpr size_t report_size = 1184;
inline constexpr size_t signed_size = 672;        // bytes 0 to 29Fh
inline constexpr uint32_t ecdsa_p384_sha384 = 1;  // SIGNATURE_ALGO
inline constexpr unsigned policy_debug_bit = 19;  // of the guest policy

// SigningKey: whose key signed: the chip's, the cloud provider's, or nobody's.
enum class SigningKey : uint8_t { vcek = 0, vlek = 1, none = 7 };

std::string_view signing_key_name(SigningKey key);  // "VCEK", "VLEK", "NONE"

// FirmwareVersion: of the SEV firmware: API major and minor, and the build.
struct FirmwareVersion {
  uint8_t major = 0;
  uint8_t minor = 0;
  uint8_t build = 0;
  auto operator<=>(const FirmwareVersion&) const = default;
  std::string to_text() const;  // "1.55.40"
};

// Report: the fields in their order, under AMD's names. What a version does not have is absent.
struct Report {
  uint32_t version = 0;
  uint32_t guest_svn = 0;
  uint64_t policy = 0;
  ByteArray<16> family_id{};
  ByteArray<16> image_id{};
  uint32_t vmpl = 0;
  TcbVersion current_tcb;
  uint64_t platform_info = 0;
  bool author_key_en = false;
  bool mask_chip_key = false;
  SigningKey signing_key = SigningKey::none;
  ByteArray<64> report_data{};
  Digest384 measurement{};
  ByteArray<32> host_data{};
  Digest384 id_key_digest{};
  Digest384 author_key_digest{};
  ByteArray<32> report_id{};
  ByteArray<32> report_id_ma{};
  TcbVersion reported_tcb;
  std::optional<Cpuid> cpuid;  // version 3 and later
  ByteArray<64> chip_id{};     // zero when the platform masks it, and under a VLEK
  TcbVersion committed_tcb;
  FirmwareVersion current_version;
  FirmwareVersion committed_version;
  TcbVersion launch_tcb;
  std::optional<uint64_t> launch_mit_vector;   // version 5
  std::optional<uint64_t> current_mit_vector;  // version 5
  ByteArray<96> signature{};                   // r || s, big endian; nothing proven
};

// parse_report: exactly 1184 bytes of version 2, 3 or 5; other versions are unsupported, because
// nobody can know what their fields mean. Malformed: reserved bytes that are not zero, a signature
// algorithm other than ECDSA P-384 with SHA-384, numbers of the signature that are longer than the
// curve's, an unknown signing key. PLATFORM_INFO may have any bits: processors set new ones without
// a new version. The signature covers the first `signed_size` bytes.
Result<Unverified<Report>> parse_report(ByteView bytes);

// looks_like_report: whether the bytes may be meant as a report: cheap, to tell formats apart.
bool looks_like_report(ByteView bytes);

}  // namespace anchorhold::snp
