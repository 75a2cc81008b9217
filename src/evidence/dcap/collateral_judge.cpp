// judge_collateral: one quote's platform against a set that was read before.

#include <algorithm>

#include "evidence/dcap/collateral.h"
#include "evidence/dcap/collateral_checks.h"
#include "evidence/dcap/collateral_choice.h"
#include "evidence/dcap/converge.h"
#include "evidence/dcap/qe_match.h"
#include "evidence/dcap/tdx_module.h"

namespace anchorhold::dcap {
namespace {

// Dated: what the two kinds of document have in common.
struct Dated {
  std::string name;
  Time issue_date;
  Time next_update;
  std::span<const size_t> signers;
};

template <class T>
const SignedContent<T>* judge_choice(const Check& check, const std::string& wanted,
                                     const Choice<T>& choice, const CollateralSet& set,
                                     CheckRun& run) {
  if (choice.document == nullptr) {
    run.fail(check, wanted, "missing; there is: " + what_there_is(set));
    return nullptr;
  }
  std::string observed = "evaluation " + std::to_string(choice.document->content.evaluation);
  if (choice.fitting > 1) {
    observed += ", which supersedes " + std::to_string(choice.fitting - 1) + " more";
  }
  run.pass(check, wanted, observed);
  return choice.document;
}

void judge_dates(const Dated& document, Time at, CheckRun& run) {
  const std::string issued = "issued " + format_time(document.issue_date);
  const std::string until = "next update " + format_time(document.next_update);
  if (document.issue_date <= at) {
    run.pass(collateral_issued_check, document.name, issued);
  } else {
    run.fail(collateral_issued_check, document.name, issued + ", verified at " + format_time(at));
  }
  if (at <= document.next_update) {
    run.pass(collateral_stale_check, document.name, until);
  } else {
    run.fail(collateral_stale_check, document.name, until + ", verified at " + format_time(at));
  }
}

// Intel has issued its signing certificate several times for one key: the one that is valid counts.
const TcbSigner& best_signer(std::span<const TcbSigner* const> signers, Time at) {
  const auto valid = std::ranges::find_if(
      signers, [&](const TcbSigner* signer) { return valid_at(*signer, at).ok(); });
  return valid == signers.end() ? *signers.front() : **valid;
}

void judge_certificate(const TcbSigner& signer, const CollateralUse& use, CheckRun& run) {
  const std::string& name = signer.certificate.subject_common_name;
  run.judge(tcb_signer_validity_check, name, valid_at(signer, use.at),
            "valid until " + format_time(signer.certificate.not_after));
  if (use.root_crl == nullptr) return;
  if (crypto::revokes(*use.root_crl, signer.certificate)) {
    run.fail(tcb_signer_revocation_check, name, "revoked");
  } else {
    run.pass(tcb_signer_revocation_check, name, "not revoked");
  }
}

// The signers under the root at which the quote's own chain ended.
std::vector<const TcbSigner*> signers_under(const CollateralSet& set, const Digest256& anchor) {
  std::vector<const TcbSigner*> out;
  for (const TcbSigner& signer : set.signers.proven) {
    if (signer.root.key.spki_sha256() == anchor) out.push_back(&signer);
  }
  return out;
}

bool judge_signer(const CollateralSet& set, std::span<const TcbSigner* const> signers,
                  CheckRun& run) {
  if (!signers.empty()) {
    return run.pass(tcb_signer_check, signers.front()->certificate.subject_common_name,
                    "issued by " + signers.front()->root.subject_common_name);
  }
  std::string reason = "no such certificate among those given";
  if (!set.signers.proven.empty()) reason = "issued by another root";
  if (!set.signers.refused.empty()) reason = set.signers.refused.front();
  return run.fail(tcb_signer_check, "collateral", reason);
}

void judge_document(const CollateralSet& set, std::span<const TcbSigner* const> signers,
                    const Dated& document, const CollateralUse& use, CheckRun& run) {
  std::vector<const TcbSigner*> signed_by;
  for (const size_t index : document.signers) {
    const TcbSigner* signer = &set.signers.proven[index];
    if (std::ranges::find(signers, signer) != signers.end()) signed_by.push_back(signer);
  }
  if (signed_by.empty()) {
    run.fail(collateral_signature_check, document.name, "not signed by the TCB signing key");
  } else {
    run.pass(collateral_signature_check, document.name, "good");
    judge_certificate(best_signer(signed_by, use.at), use, run);
  }
  judge_dates(document, use.at, run);
}

// The QE and the TDX module; whether there is an answer about the platform at all.
bool judge_identities(const TcbInfo& info, const EnclaveIdentity& identity, const TcbInput& input,
                      CheckRun& run) {
  const std::string qe(identity_name(input.tee));
  bool good = run.judge(qe_identity_check, qe, match_qe(identity, input.qe_report),
                        "Intel's, ISVSVN " + std::to_string(input.qe_report.isv_svn));
  if (!input.td) {
    run.not_applicable(tdx_module_check, "an SGX enclave has no TDX module");
    return good;
  }
  const auto& svn = input.td->tee_tcb_svn;
  good &= run.judge(
      tdx_module_check, "TDX module", match_tdx_module(info, *input.td),
      "Intel's, version " + std::to_string(svn[1]) + ", ISVSVN " + std::to_string(svn[0]));
  return good;
}

std::string describe(const PlatformTcb& platform) {
  const Tcb& tcb = platform.tcb;
  std::string out(tcb_status_name(tcb.status));
  out += ", evaluation " + std::to_string(platform.tcb_info_evaluation);
  if (platform.identity_evaluation != platform.tcb_info_evaluation) {
    out += " and " + std::to_string(platform.identity_evaluation);
  }
  if (tcb.date) out += ", as of " + format_time(*tcb.date);
  for (const std::string& advisory : tcb.advisories) out += ", " + advisory;
  return out;
}

}  // namespace

std::optional<PlatformTcb> judge_collateral(const CollateralSet& set, const TcbInput& input,
                                            const CollateralUse& use, CheckRun& run) {
  const std::string wanted = tcb_info_name(input.tee, input.fmspc, input.pce_id);
  const std::string wanted_identity = "identity " + std::string(identity_name(input.tee));
  const auto* info =
      judge_choice(tcb_info_check, wanted, choose_tcb_info(set, input, use), set, run);
  const auto* identity = judge_choice(qe_identity_collateral_check, wanted_identity,
                                      choose_identity(set, input, use), set, run);
  if (info == nullptr || identity == nullptr) return std::nullopt;
  // What is left aside may be the newer one.
  for (const std::string& reason : set.unreadable)
    run.not_applicable(tcb_info_check, "another document cannot be read: " + reason);

  const std::vector<const TcbSigner*> signers = signers_under(set, use.anchor);
  if (judge_signer(set, signers, run)) {
    judge_document(set, signers,
                   {wanted, info->content.issue_date, info->content.next_update, info->signers},
                   use, run);
    judge_document(set, signers,
                   {wanted_identity, identity->content.issue_date, identity->content.next_update,
                    identity->signers},
                   use, run);
  }
  if (!judge_identities(info->content, identity->content, input, run)) return std::nullopt;
  auto tcb = platform_tcb(info->content, identity->content, input);
  if (!tcb.ok()) {
    run.fail(tdx_module_check, "running TDX module", tcb.error().to_string());
    return std::nullopt;
  }
  run.pass(tcb_level_check, "platform", describe(*tcb));
  return std::move(tcb).value();
}

}  // namespace anchorhold::dcap
