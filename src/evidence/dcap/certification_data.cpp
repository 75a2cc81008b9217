#include "evidence/dcap/certification_data.h"

#include <array>

namespace anchorhold::dcap {

std::string_view certification_name(CertificationType type) {
  static constexpr std::array<std::string_view, 7> names = {
      "PPID in the clear, CPUSVN and PCESVN (type 1)",
      "PPID encrypted with RSA-2048, CPUSVN and PCESVN (type 2)",
      "PPID encrypted with RSA-3072, CPUSVN and PCESVN (type 3)",
      "PCK certificate without its chain (type 4)",
      "PCK certificate chain (type 5)",
      "QE report certification data (type 6)",
      "platform manifest (type 7)"};
  return names[static_cast<size_t>(type) - 1];
}

Result<CertificationData> read_certification_data(Reader& reader) {
  AH_ASSIGN(const uint16_t type, reader.u16le());
  if (type < 1 || type > 7) {
    return Error{Code::unsupported, "certification data", "unknown type"}.want("1 to 7").saw(
        std::to_string(type));
  }
  AH_ASSIGN(const uint32_t size, reader.u32le());
  if (size > certification_data_limit) {
    return Error{Code::limit_exceeded, "certification data", "is too large"}
        .want("at most " + std::to_string(certification_data_limit) + " bytes")
        .saw(std::to_string(size));
  }
  AH_ASSIGN(const ByteView bytes, reader.view(size));
  return CertificationData{static_cast<CertificationType>(type), bytes};
}

Result<QeCertification> read_qe_certification(Reader& reader) {
  QeCertification out;
  AH_ASSIGN(out.report_bytes, reader.view(enclave_report_size));
  Reader report("QE report", out.report_bytes);
  AH_ASSIGN(out.report, read_enclave_report(report));
  AH_ASSIGN(out.signature, reader.view(64));
  AH_ASSIGN(const uint16_t auth_size, reader.u16le());
  AH_ASSIGN(out.auth_data, reader.view(auth_size));
  AH_ASSIGN(out.inner, read_certification_data(reader));
  AH_TRY(reader.finish());
  if (out.inner.type > CertificationType::pck_chain) {
    return Error{Code::unsupported, "certification data", "names no PCK certificate"}
        .want("types 1 to 5")
        .saw(std::string(certification_name(out.inner.type)));
  }
  return out;
}

}  // namespace anchorhold::dcap
