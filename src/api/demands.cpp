#include "api/demands.h"

#include "base/hex.h"

namespace anchorhold::api {
namespace {

std::vector<verifier::File> files_of(const std::vector<File>& given) {
  std::vector<verifier::File> files;
  files.reserve(given.size());
  for (const File& file : given) files.push_back({file.name, file.role, file.bytes});
  return files;
}

Status demand(std::string_view name, const std::string& hex, std::optional<Bytes>& out) {
  if (hex.empty()) return {};
  AH_ASSIGN(out, from_hex(name, hex));
  return {};
}

Result<std::optional<contract::SealedContract>> contract_of(const std::string& text) {
  if (text.empty()) return std::optional<contract::SealedContract>();
  AH_ASSIGN(contract::SealedContract sealed, contract::parse_sealed("contract", text));
  return std::optional(std::move(sealed));
}

}  // namespace

Result<std::vector<Digest256>> roots_of(std::string_view object,
                                        const std::vector<std::string>& texts) {
  constexpr std::string_view kPrefix = "sha256:";
  std::vector<Digest256> roots;
  for (const std::string_view text : texts) {
    AH_ASSIGN(
        const Digest256 root,
        fixed_from_hex<32>(object, text.starts_with(kPrefix) ? text.substr(kPrefix.size()) : text));
    roots.push_back(root);
  }
  return roots;
}

Result<Question> question_of(const EvidenceDemands& demands) {
  constexpr std::int64_t year_10000 = 253402300800000;
  if (demands.at_ms < 0 || demands.at_ms >= year_10000)
    return Error{Code::invalid_argument, "at_ms", "not a time between 1970 and 9999"};
  Question question;
  question.format = demands.format;
  question.policy = demands.policy;
  question.at = Time{std::chrono::milliseconds(demands.at_ms)};
  question.collateral = files_of(demands.collateral);
  question.anchors = files_of(demands.anchors);
  question.require_crl = demands.require_crl;
  AH_ASSIGN(question.software_roots, roots_of("software root", demands.software_roots));
  AH_TRY(demand("nonce", demands.nonce, question.binding.nonce));
  AH_TRY(demand("user data", demands.user_data, question.binding.user_data));
  AH_TRY(demand("public key", demands.public_key, question.binding.public_key));
  AH_TRY(demand("report data", demands.report_data, question.binding.report_data));
  AH_ASSIGN(question.contract, contract_of(demands.contract));
  return question;
}

Result<Question> question_of(const BundleDemands& demands) {
  Question question;
  question.policy = demands.policy;
  question.anchors = files_of(demands.anchors);
  question.require_crl = demands.require_crl;
  AH_ASSIGN(question.software_roots, roots_of("software root", demands.software_roots));
  AH_ASSIGN(question.contract, contract_of(demands.contract));
  return question;
}

}  // namespace anchorhold::api
