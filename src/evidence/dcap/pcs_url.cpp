#include "evidence/dcap/pcs_url.h"

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

std::string folder(std::string_view site, TeeType tee) {
  return std::string(site) + (tee == TeeType::tdx ? "/tdx" : "/sgx") + "/certification/v4/";
}

// The service writes numbers of quotes in the order in which they lie there.
std::string little_endian(uint16_t value) {
  const ByteArray<2> bytes = {static_cast<uint8_t>(value & 0xff), static_cast<uint8_t>(value >> 8)};
  return to_hex(bytes);
}

}  // namespace

std::string_view pck_ca_name(PckCa ca) {
  return ca == PckCa::platform ? "platform" : "processor";
}

std::string tcb_info_url(std::string_view site, TeeType tee, const ByteArray<6>& fmspc) {
  return folder(site, tee) + "tcb?fmspc=" + to_hex(fmspc);
}

std::string qe_identity_url(std::string_view site, TeeType tee) {
  return folder(site, tee) + "qe/identity";
}

std::string pck_crl_url(std::string_view site, PckCa ca) {
  return folder(site, TeeType::sgx) + "pckcrl?ca=" + std::string(pck_ca_name(ca)) + "&encoding=der";
}

std::string root_crl_url(std::string_view site) {
  return std::string(site) + "/IntelSGXRootCA.der";
}

std::string pck_certificate_url(std::string_view site, const PckName& name) {
  return folder(site, TeeType::sgx) + "pckcert?encrypted_ppid=" + to_hex(name.ppid) +
         "&cpusvn=" + to_hex(name.cpu_svn) + "&pcesvn=" + little_endian(name.pce_svn) +
         "&pceid=" + little_endian(name.pce_id);
}

}  // namespace anchorhold::dcap
