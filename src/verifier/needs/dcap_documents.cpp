// TCB infos and enclave identities, by what they are for and by their dates.

#include "base/hex.h"
#include "evidence/dcap/collateral_choice.h"
#include "evidence/dcap/collateral_json.h"
#include "evidence/dcap/enclave_identity.h"
#include "evidence/dcap/tcb_info.h"
#include "verifier/needs/dcap_platform.h"
#include "verifier/needs/offers.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

std::string_view tee_word(dcap::TeeType tee) {
  return tee == dcap::TeeType::tdx ? "tdx" : "sgx";
}

std::string evaluation_text(uint32_t evaluation) {
  return "evaluation " + std::to_string(evaluation);
}

Result<dcap::TcbInfo> read_tcb_info(const File& file) {
  AH_ASSIGN(const dcap::SignedJson json, dcap::read_signed_json(file.name, text_of(file.bytes)));
  return dcap::parse_tcb_info(file.name, json.value);
}

Result<dcap::EnclaveIdentity> read_identity(const File& file) {
  AH_ASSIGN(const dcap::SignedJson json, dcap::read_signed_json(file.name, text_of(file.bytes)));
  return dcap::parse_enclave_identity(file.name, json.value);
}

bool is_for(const dcap::TcbInfo& info, const DcapPlatform& platform) {
  return platform.pck && info.tee == platform.tee && info.fmspc == platform.pck->fmspc &&
         info.pce_id == platform.pck->pce_id;
}

}  // namespace

Need tcb_info_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Need need{.id = "dcap.tcb_info", .what = "TCB info; the PCK certificate says for which FMSPC"};
  if (platform.pck) {
    const ByteArray<6>& fmspc = platform.pck->fmspc;
    need.what = dcap::tcb_info_name(platform.tee, fmspc, platform.pck->pce_id);
    need.origins.push_back({dcap::tcb_info_url(question.sites.intel, platform.tee, fmspc)});
    need.role = role::tcb_info;
    need.file =
        "dcap-tcb-info-" + std::string(tee_word(platform.tee)) + "-" + to_hex(fmspc) + ".json";
  }
  Offers offers(question.at);
  for (const File& file : question.material.all(role::tcb_info)) {
    const auto info = read_tcb_info(file);
    if (!info.ok()) {
      offers.add_other(file.name, info.error().to_string());
    } else if (is_for(*info, platform)) {
      offers.add(file.name, {info->issue_date, info->next_update}, info->evaluation,
                 evaluation_text(info->evaluation));
    } else {
      offers.add_other(file.name, dcap::tcb_info_name(info->tee, info->fmspc, info->pce_id));
    }
  }
  return offers.settle(std::move(need));
}

Need identity_need(const NeedsQuestion& question, const DcapPlatform& platform) {
  Offers offers(question.at);
  for (const File& file : question.material.all(role::qe_identity)) {
    const auto identity = read_identity(file);
    if (!identity.ok()) {
      offers.add_other(file.name, identity.error().to_string());
    } else if (identity->tee == platform.tee) {
      offers.add(file.name, {identity->issue_date, identity->next_update}, identity->evaluation,
                 evaluation_text(identity->evaluation));
    } else {
      offers.add_other(file.name, "identity " + std::string(dcap::identity_name(identity->tee)));
    }
  }
  return offers.settle({.id = "dcap.qe_identity",
                        .what = "identity " + std::string(dcap::identity_name(platform.tee)),
                        .origins = {{dcap::qe_identity_url(question.sites.intel, platform.tee)}},
                        .file = "dcap-qe-identity-" + std::string(tee_word(platform.tee)) + ".json",
                        .role = role::qe_identity});
}

}  // namespace anchorhold::verifier
