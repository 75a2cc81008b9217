#include "evidence/dcap/pck_name.h"

namespace anchorhold::dcap {

Result<PckName> read_pck_name(const CertificationData& data) {
  constexpr std::string_view object = "name of the PCK certificate";
  constexpr size_t ppid_size = 384;
  if (data.type > CertificationType::ppid_rsa3072) {
    return Error{Code::invalid_argument, std::string(object),
                 "this certification data names no certificate"}
        .want("type 1, 2 or 3")
        .saw(std::string(certification_name(data.type)));
  }
  Reader reader(object, data.bytes);
  PckName name;
  AH_ASSIGN(name.ppid, reader.view(ppid_size));
  AH_ASSIGN(name.cpu_svn, reader.bytes<16>());
  AH_ASSIGN(name.pce_svn, reader.u16le());
  AH_ASSIGN(name.pce_id, reader.u16le());
  AH_TRY(reader.finish());
  return name;
}

}  // namespace anchorhold::dcap
