#include "evidence/dcap/enclave_report.h"

namespace anchorhold::dcap {

Result<EnclaveReport> read_enclave_report(Reader& reader) {
  EnclaveReport out;
  AH_ASSIGN(out.cpu_svn, reader.bytes<16>());
  AH_ASSIGN(out.misc_select, reader.u32le());
  AH_TRY(reader.zeros(12));
  AH_ASSIGN(out.isv_ext_prod_id, reader.bytes<16>());
  AH_ASSIGN(out.attributes, reader.bytes<16>());
  AH_ASSIGN(out.mrenclave, reader.bytes<32>());
  AH_TRY(reader.zeros(32));
  AH_ASSIGN(out.mrsigner, reader.bytes<32>());
  AH_TRY(reader.zeros(32));
  AH_ASSIGN(out.config_id, reader.bytes<64>());
  AH_ASSIGN(out.isv_prod_id, reader.u16le());
  AH_ASSIGN(out.isv_svn, reader.u16le());
  AH_ASSIGN(out.config_svn, reader.u16le());
  AH_TRY(reader.zeros(42));
  AH_ASSIGN(out.isv_family_id, reader.bytes<16>());
  AH_ASSIGN(out.report_data, reader.bytes<64>());
  return out;
}

}  // namespace anchorhold::dcap
