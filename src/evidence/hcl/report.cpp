#include "evidence/hcl/report.h"

#include <algorithm>

#include "base/hex.h"
#include "base/reader.h"

namespace anchorhold::hcl {
namespace {

constexpr std::string_view report_object = "HCL report";
constexpr ByteArray<4> magic = {'H', 'C', 'L', 'A'};
constexpr uint32_t attestation_request = 2;
constexpr size_t hardware_area = 1184;  // as large as an SNP report
constexpr size_t td_report_size = 1024;
constexpr size_t runtime_header_size = 20;
constexpr size_t runtime_data_limit = size_t{16} << 10;
constexpr uint8_t td_report_type = 0x81;  // REPORTTYPE of a TDREPORT

struct Header {
  uint32_t version = 0;
  uint32_t report_size = 0;  // of everything, this header included
};

Result<uint32_t> read_version(Reader& reader, uint32_t most) {
  AH_ASSIGN(const uint32_t version, reader.u32le());
  if (version == 0 || version > most) {
    return Error{Code::unsupported, std::string(report_object), "unknown version"}
        .want(most == 1 ? "1" : "1 to " + std::to_string(most))
        .saw(std::to_string(version));
  }
  return version;
}

Result<Header> read_header(Reader& reader) {
  AH_ASSIGN(const ByteView found, reader.view(magic.size()));
  if (!std::ranges::equal(found, magic)) {
    return Error{Code::malformed, std::string(report_object), "wrong signature"}
        .want("HCLA")
        .saw(to_hex(found))
        .advise("read NV index 0x01400001 of the virtual TPM");
  }
  Header out;
  AH_ASSIGN(out.version, read_version(reader, 2));
  AH_ASSIGN(out.report_size, reader.u32le());
  AH_ASSIGN(const uint32_t request, reader.u32le());
  if (request != attestation_request) {
    return reader.error("not an attestation request").want("2").saw(std::to_string(request));
  }
  AH_TRY(reader.zeros(4 + 12));  // status, reserved
  return out;
}

Result<HardwareKind> read_kind(Reader& reader) {
  AH_ASSIGN(const uint32_t kind, reader.u32le());
  if (kind == 2) return HardwareKind::snp;
  if (kind == 4) return HardwareKind::tdx;
  return Error{Code::unsupported, std::string(report_object), "no hardware report that is known"}
      .want("type 2 (SEV-SNP) or 4 (TDX)")
      .saw(std::to_string(kind));
}

Result<crypto::HashKind> read_hash(Reader& reader) {
  AH_ASSIGN(const uint32_t hash, reader.u32le());
  switch (hash) {
    case 1:
      return crypto::HashKind::sha256;
    case 2:
      return crypto::HashKind::sha384;
    case 3:
      return crypto::HashKind::sha512;
    default:
      return Error{Code::unsupported, std::string(report_object),
                   "unknown hash of the runtime data"}
          .want("type 1 to 3 (SHA-256, SHA-384, SHA-512)")
          .saw(std::to_string(hash));
  }
}

Status check_hardware_report(HardwareKind kind, ByteView area) {
  if (kind == HardwareKind::snp) return {};
  if (area.front() != td_report_type) {
    return Error{Code::malformed, std::string(report_object), "the hardware report is no TDREPORT"}
        .want("type " + std::to_string(td_report_type))
        .saw(std::to_string(area.front()));
  }
  return Reader("HCL report, after the TDREPORT", area.subspan(td_report_size))
      .zeros(hardware_area - td_report_size);
}

Status read_runtime(Reader& reader, const Header& header, ByteView area, Report& out) {
  AH_ASSIGN(const uint32_t data_size, reader.u32le());
  AH_TRY(read_version(reader, 1));
  AH_ASSIGN(out.hardware, read_kind(reader));
  AH_ASSIGN(out.hash, read_hash(reader));
  AH_ASSIGN(const uint32_t claims_size, reader.u32le());
  if (claims_size == 0 || claims_size > runtime_data_limit) {
    return reader.error("runtime data of a wrong size")
        .want("1 to " + std::to_string(runtime_data_limit))
        .saw(std::to_string(claims_size));
  }
  const size_t before_runtime = reader.offset() - runtime_header_size;
  if (data_size != runtime_header_size + claims_size ||
      header.report_size != before_runtime + data_size) {
    return reader.error("sizes that do not agree")
        .want(std::to_string(runtime_header_size + claims_size) + " bytes of runtime data, " +
              std::to_string(before_runtime + runtime_header_size + claims_size) + " in all")
        .saw(std::to_string(data_size) + " and " + std::to_string(header.report_size));
  }
  AH_TRY(check_hardware_report(out.hardware, area));
  AH_ASSIGN(const ByteView runtime_data, reader.view(claims_size));
  out.runtime_data = copy_of(runtime_data);
  return {};
}

}  // namespace

std::string_view hardware_name(HardwareKind kind) {
  return kind == HardwareKind::snp ? "SEV-SNP" : "TDX";
}

Result<Unverified<Report>> parse_report(ByteView bytes) {
  Reader reader(report_object, bytes);
  AH_ASSIGN(const Header header, read_header(reader));
  AH_ASSIGN(const ByteView area, reader.view(hardware_area));
  Report out{.version = header.version, .hardware_report = {}, .runtime_data = {}};
  AH_TRY(read_runtime(reader, header, area, out));
  AH_TRY(reader.zeros(reader.remaining()));
  out.hardware_report =
      copy_of(out.hardware == HardwareKind::tdx ? area.first(td_report_size) : area);
  return Unverified<Report>(std::move(out));
}

bool looks_like_report(ByteView bytes) {
  return bytes.size() > hardware_area && std::ranges::equal(bytes.first(magic.size()), magic);
}

}  // namespace anchorhold::hcl
