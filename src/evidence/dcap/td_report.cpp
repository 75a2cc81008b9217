#include "evidence/dcap/td_report.h"

namespace anchorhold::dcap {

Result<TdReport> read_td_report(Reader& reader, TdVersion version) {
  TdReport out;
  AH_ASSIGN(out.tcb.tee_tcb_svn, reader.bytes<16>());
  AH_ASSIGN(out.tcb.mrseam, reader.bytes<48>());
  AH_ASSIGN(out.tcb.mrsignerseam, reader.bytes<48>());
  AH_ASSIGN(out.tcb.seam_attributes, reader.bytes<8>());
  AH_ASSIGN(out.td_attributes, reader.bytes<8>());
  AH_ASSIGN(out.xfam, reader.bytes<8>());
  AH_ASSIGN(out.mrtd, reader.bytes<48>());
  AH_ASSIGN(out.mrconfigid, reader.bytes<48>());
  AH_ASSIGN(out.mrowner, reader.bytes<48>());
  AH_ASSIGN(out.mrownerconfig, reader.bytes<48>());
  for (auto& rtmr : out.rtmrs) {
    AH_ASSIGN(rtmr, reader.bytes<48>());
  }
  AH_ASSIGN(out.report_data, reader.bytes<64>());
  if (version == TdVersion::v1_0) return out;
  AH_ASSIGN(out.tcb.tee_tcb_svn2, reader.bytes<16>());
  AH_ASSIGN(out.mrservicetd, reader.bytes<48>());
  return out;
}

}  // namespace anchorhold::dcap
