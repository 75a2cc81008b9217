#include "evidence/snp/report.h"

#include "base/reader.h"
#include "evidence/snp/little_endian.h"

namespace anchorhold::snp {
namespace {

bool known_version(uint32_t version) {
  return version == 2 || version == 3 || version == 5;
}

Status read_identity(Reader& in, Report& report) {
  AH_ASSIGN(report.version, in.u32le());
  if (!known_version(report.version)) {
    return Error{Code::unsupported, std::string(report_object),
                 "a report version without a known layout"}
        .want("version 2, 3 or 5")
        .saw("version " + std::to_string(report.version))
        .advise(
            "see that the file begins with the report itself, without a header; a newer "
            "version needs a newer verifier");
  }
  AH_ASSIGN(report.guest_svn, in.u32le());
  AH_ASSIGN(report.policy, in.u64le());
  AH_ASSIGN(report.family_id, in.bytes<16>());
  AH_ASSIGN(report.image_id, in.bytes<16>());
  AH_ASSIGN(report.vmpl, in.u32le());
  AH_ASSIGN(const uint32_t algorithm, in.u32le());
  if (algorithm != ecdsa_p384_sha384) {
    return Error{Code::malformed, std::string(report_object), "unknown SIGNATURE_ALGO"}
        .want("1, ECDSA P-384 with SHA-384")
        .saw(std::to_string(algorithm));
  }
  return {};
}

// The key selection at 48h: AUTHOR_KEY_EN, MASK_CHIP_KEY, SIGNING_KEY, 27 reserved bits.
Status read_key_info(Reader& in, Report& report) {
  AH_ASSIGN(const uint32_t bits, in.u32le());
  report.author_key_en = (bits & 1U) != 0;
  report.mask_chip_key = (bits & 2U) != 0;
  const uint32_t key = (bits >> 2U) & 7U;
  if ((bits >> 5U) != 0 || (key > 1 && key != 7)) {
    return Error{Code::malformed, std::string(report_object),
                 "reserved bits or an unknown SIGNING_KEY"}
        .want("signing key 0 (VCEK), 1 (VLEK) or 7 (NONE), reserved bits zero")
        .saw(std::to_string(bits));
  }
  report.signing_key = static_cast<SigningKey>(key);
  return in.zeros(4);
}

Status read_guest(Reader& in, Report& report) {
  AH_ASSIGN(report.report_data, in.bytes<64>());
  AH_ASSIGN(report.measurement, in.bytes<48>());
  AH_ASSIGN(report.host_data, in.bytes<32>());
  AH_ASSIGN(report.id_key_digest, in.bytes<48>());
  AH_ASSIGN(report.author_key_digest, in.bytes<48>());
  AH_ASSIGN(report.report_id, in.bytes<32>());
  AH_ASSIGN(report.report_id_ma, in.bytes<32>());
  return in.at(0x180);
}

Status read_cpuid(Reader& in, Report& report) {
  if (report.version < 3) return in.zeros(24);
  Cpuid cpuid;
  AH_ASSIGN(cpuid.family, in.u8());
  AH_ASSIGN(cpuid.model, in.u8());
  AH_ASSIGN(cpuid.stepping, in.u8());
  report.cpuid = cpuid;
  return in.zeros(21);
}

Result<FirmwareVersion> read_firmware(Reader& in) {
  FirmwareVersion out;
  AH_ASSIGN(out.build, in.u8());
  AH_ASSIGN(out.minor, in.u8());
  AH_ASSIGN(out.major, in.u8());
  AH_TRY(in.zeros(1));
  return out;
}

Status read_mitigations(Reader& in, Report& report) {
  if (report.version < 5) return in.zeros(16);
  AH_ASSIGN(report.launch_mit_vector, in.u64le());
  AH_ASSIGN(report.current_mit_vector, in.u64le());
  return {};
}

Status read_platform(Reader& in, Report& report) {
  AH_ASSIGN(report.reported_tcb.bytes, in.bytes<8>());
  AH_TRY(read_cpuid(in, report));
  AH_ASSIGN(report.chip_id, in.bytes<64>());
  AH_ASSIGN(report.committed_tcb.bytes, in.bytes<8>());
  AH_ASSIGN(report.current_version, read_firmware(in));
  AH_ASSIGN(report.committed_version, read_firmware(in));
  AH_ASSIGN(report.launch_tcb.bytes, in.bytes<8>());
  AH_TRY(read_mitigations(in, report));
  AH_TRY(in.zeros(152));
  return in.at(signed_size);
}

}  // namespace

std::string_view signing_key_name(SigningKey key) {
  switch (key) {
    case SigningKey::vcek:
      return "VCEK";
    case SigningKey::vlek:
      return "VLEK";
    case SigningKey::none:
      break;
  }
  return "NONE";
}

std::string FirmwareVersion::to_text() const {
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build);
}

Result<Unverified<Report>> parse_report(ByteView bytes) {
  if (bytes.size() != report_size) {
    return Error{Code::malformed, std::string(report_object), "wrong length"}
        .want(std::to_string(report_size) + " bytes")
        .saw(std::to_string(bytes.size()))
        .advise(
            "give the report alone: without the header of a firmware response or of an HCL "
            "report, and without padding");
  }
  Reader in(report_object, bytes);
  Report report;
  AH_TRY(read_identity(in, report));
  AH_ASSIGN(report.current_tcb.bytes, in.bytes<8>());
  AH_ASSIGN(report.platform_info, in.u64le());
  AH_TRY(read_key_info(in, report));
  AH_TRY(read_guest(in, report));
  AH_TRY(read_platform(in, report));
  AH_ASSIGN(report.signature, read_p384_signature(in));
  AH_TRY(in.finish());
  return Unverified<Report>(report);
}

bool looks_like_report(ByteView bytes) {
  if (bytes.size() != report_size) return false;
  Reader in(report_object, bytes);
  const auto version = in.u32le();
  const auto algorithm = in.view(0x30).ok() ? in.u32le() : Result<uint32_t>(in.error("short"));
  return version.ok() && *version > 0 && *version < 0x100 && algorithm.ok() &&
         *algorithm == ecdsa_p384_sha384;
}

}  // namespace anchorhold::snp
