#include "evidence/dcap/enclave_identity.h"

#include "base/printable.h"
#include "base/reader.h"
#include "codec/json.h"
#include "evidence/dcap/collateral_fields.h"
#include "evidence/dcap/collateral_json.h"

namespace anchorhold::dcap {
namespace {

Result<TeeType> tee_of(json::Fields& fields) {
  AH_TRY(fields.integer("version", 2, 2));
  AH_ASSIGN(const std::string id, fields.text("id"));
  for (const TeeType tee : {TeeType::sgx, TeeType::tdx}) {
    if (id == identity_name(tee)) return tee;
  }
  return Error{Code::unsupported, fields.place("id"), "identity of an enclave that makes no quotes"}
      .want("QE or TD_QE")
      .saw(printable(id));
}

// Both fields are written as they lie in the report, so MISCSELECT is little endian.
Result<uint32_t> misc_member(json::Fields& fields, std::string_view key) {
  AH_ASSIGN(const auto bytes, hex_member<4>(fields, key));
  return Reader(fields.where(), bytes).u32le();
}

}  // namespace

std::string_view identity_name(TeeType tee) {
  return tee == TeeType::tdx ? "TD_QE" : "QE";
}

Result<EnclaveIdentity> parse_enclave_identity(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value value, json::parse(object, text, collateral_json_limits));
  json::Fields fields(std::string(object), value);
  EnclaveIdentity identity;
  AH_ASSIGN(identity.tee, tee_of(fields));
  AH_ASSIGN(const Validity validity, validity_members(fields));
  identity.issue_date = validity.issue_date;
  identity.next_update = validity.next_update;
  AH_ASSIGN(identity.evaluation, unsigned_member<uint32_t>(fields, "tcbEvaluationDataNumber"));
  AH_ASSIGN(identity.misc_select, misc_member(fields, "miscselect"));
  AH_ASSIGN(identity.misc_select_mask, misc_member(fields, "miscselectMask"));
  AH_ASSIGN(identity.attributes, hex_member<16>(fields, "attributes"));
  AH_ASSIGN(identity.attributes_mask, hex_member<16>(fields, "attributesMask"));
  AH_ASSIGN(identity.mrsigner, hex_member<32>(fields, "mrsigner"));
  AH_ASSIGN(identity.isv_prod_id, unsigned_member<uint16_t>(fields, "isvprodid"));
  AH_ASSIGN(identity.levels, svn_levels_member(fields));
  return identity;
}

}  // namespace anchorhold::dcap
