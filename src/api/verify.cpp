#include "anchorhold/verify.hpp"

#include "api/bundle.h"
#include "api/evidence.h"
#include "api/judgement.h"
#include "base/hex.h"
#include "contract/party_file.h"
#include "receipt/verify.h"

namespace anchorhold {

namespace {

Result<receipt::Pins> pins_of(const ReceiptPins& given) {
  receipt::Pins pins;
  if (!given.contract_digest.empty()) {
    AH_ASSIGN(pins.contract, fixed_from_hex<48>("contract digest", given.contract_digest));
  }
  if (!given.contract.empty()) {
    AH_ASSIGN(const contract::SealedContract sealed,
              contract::parse_sealed("contract", given.contract));
    if (pins.contract && *pins.contract != sealed.digest) {
      return Error{Code::invalid_argument, "contract", "is not the contract of the digest given"};
    }
    pins.contract = sealed.digest;
  }
  for (const std::string& text : given.parties) {
    AH_ASSIGN(const contract::PartyFile party, contract::parse_party_file("party", text));
    pins.parties.push_back(party.signing_key);
  }
  AH_ASSIGN(pins.software_roots, api::roots_of("software root", given.software_roots));
  return pins;
}

Verdict public_verdict(receipt::Verdict verdict) {
  switch (verdict) {
    case receipt::Verdict::accepted:
      return Verdict::accepted;
    case receipt::Verdict::unproven:
      return Verdict::unproven;
    case receipt::Verdict::rejected:
      return Verdict::rejected;
  }
  return Verdict::rejected;
}

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

Result<api::Question> question_of(const EvidenceDemands& demands) {
  constexpr std::int64_t year_10000 = 253402300800000;
  if (demands.at_ms < 0 || demands.at_ms >= year_10000)
    return Error{Code::invalid_argument, "at_ms", "not a time between 1970 and 9999"};
  api::Question question;
  question.format = demands.format;
  question.policy = demands.policy;
  question.at = Time{std::chrono::milliseconds(demands.at_ms)};
  question.collateral = files_of(demands.collateral);
  question.anchors = files_of(demands.anchors);
  AH_ASSIGN(question.software_roots, api::roots_of("software root", demands.software_roots));
  AH_TRY(demand("nonce", demands.nonce, question.binding.nonce));
  AH_TRY(demand("user data", demands.user_data, question.binding.user_data));
  AH_TRY(demand("public key", demands.public_key, question.binding.public_key));
  AH_TRY(demand("report data", demands.report_data, question.binding.report_data));
  if (!demands.contract.empty()) {
    AH_ASSIGN(question.contract, contract::parse_sealed("contract", demands.contract));
  }
  return question;
}

}  // namespace

Judgement verify_receipt(std::string_view receipt, const ReceiptPins& given) {
  const auto pins = pins_of(given);
  if (!pins.ok()) return api::refusal(pins.error());
  const auto result = receipt::verify_receipt("receipt", receipt, *pins);
  if (!result.ok()) return api::refusal(result.error());
  return api::judgement_of(result->findings, public_verdict(result->verdict));
}

Judgement verify_evidence(std::span<const std::uint8_t> evidence, const EvidenceDemands& demands) {
  const auto question = question_of(demands);
  if (!question.ok()) return api::refusal(question.error());
  const auto judged = api::judge_evidence(evidence, *question);
  return judged.ok() ? api::judgement_of(*judged) : api::refusal(judged.error());
}

Judgement verify_bundle(std::string_view text, const std::string& policy,
                        const std::vector<File>& anchors) {
  const auto bundle = api::read_bundle("bundle", text);
  if (!bundle.ok()) return api::refusal(bundle.error());
  api::Question mine;
  mine.policy = policy;
  mine.anchors = files_of(anchors);
  const auto judged =
      policy.empty() ? api::judge_as_recorded(*bundle) : api::judge_bundle(*bundle, mine);
  return judged.ok() ? api::judgement_of(*judged) : api::refusal(judged.error());
}

}  // namespace anchorhold
