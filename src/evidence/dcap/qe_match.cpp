#include "evidence/dcap/qe_match.h"

#include "base/hex.h"

namespace anchorhold::dcap {
namespace {

Error mismatch(std::string_view part, std::string wanted, std::string seen) {
  return Error{Code::denied, "quoting enclave", std::string(part) + " is not Intel's"}
      .want(std::move(wanted))
      .saw(std::move(seen));
}

ByteArray<16> masked(const ByteArray<16>& value, const ByteArray<16>& mask) {
  ByteArray<16> out{};
  for (size_t i = 0; i < out.size(); ++i) out[i] = value[i] & mask[i];
  return out;
}

}  // namespace

Status match_qe(const EnclaveIdentity& identity, const EnclaveReport& report) {
  if (report.mrsigner != identity.mrsigner) {
    return mismatch("MRSIGNER", to_hex(identity.mrsigner), to_hex(report.mrsigner));
  }
  if (report.isv_prod_id != identity.isv_prod_id) {
    return mismatch("ISVPRODID", std::to_string(identity.isv_prod_id),
                    std::to_string(report.isv_prod_id));
  }
  const uint32_t misc_select = report.misc_select & identity.misc_select_mask;
  if (misc_select != identity.misc_select) {
    return mismatch("MISCSELECT", std::to_string(identity.misc_select),
                    std::to_string(misc_select));
  }
  const ByteArray<16> attributes = masked(report.attributes, identity.attributes_mask);
  if (attributes != identity.attributes) {
    return mismatch("ATTRIBUTES", to_hex(identity.attributes), to_hex(attributes));
  }
  return {};
}

}  // namespace anchorhold::dcap
