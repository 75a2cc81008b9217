#include "cli/evidence_question.h"

#include "api/demands.h"
#include "base/hex.h"
#include "cli/collateral_files.h"
#include "cli/files.h"
#include "os/clock.h"

namespace anchorhold::cli {
namespace {

Status read_hex(std::string_view option, const std::string& digits, std::optional<Bytes>& out) {
  if (digits.empty()) return {};
  AH_ASSIGN(out, from_hex(option, digits));
  return {};
}

Status read_binding(const EvidenceOptions& options, appraise::Binding& binding) {
  AH_TRY(read_hex("--nonce", options.nonce, binding.nonce));
  AH_TRY(read_hex("--user-data", options.user_data, binding.user_data));
  AH_TRY(read_hex("--report-data", options.report_data, binding.report_data));
  if (!options.public_key.empty()) {
    AH_ASSIGN(binding.public_key, read_document(options.public_key));
  }
  if (!options.challenged.empty()) {
    AH_ASSIGN(binding.challenged, parse_time("--challenged", options.challenged));
  }
  return {};
}

}  // namespace

Result<AskedQuestion> question_of(const EvidenceOptions& options) {
  AskedQuestion asked;
  api::Question& question = asked.question;
  question.format = options.format;
  AH_ASSIGN(question.collateral, read_collateral(options.collateral));
  AH_ASSIGN(question.anchors, read_collateral(options.anchors));
  AH_ASSIGN(question.software_roots, api::roots_of("--software-root", options.software_roots));
  AH_TRY(read_binding(options, question.binding));
  question.at = os::now();
  if (!options.at.empty()) {
    AH_ASSIGN(question.at, parse_time("--at", options.at));
  }
  if (!options.policy.empty()) {
    AH_ASSIGN(const Bytes text, read_document(options.policy));
    question.policy = string_of(text);
  }
  if (!options.contract.empty()) {
    AH_ASSIGN(const Bytes text, read_document(options.contract));
    asked.contract = string_of(text);
    AH_ASSIGN(question.contract, contract::parse_sealed(options.contract, asked.contract));
  }
  question.require_crl = options.require_crl;
  question.insecure = {.sha1 = options.insecure_sha1,
                       .keystone_test_key = options.insecure_keystone_test_key};
  return asked;
}

}  // namespace anchorhold::cli
