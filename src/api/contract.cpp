#include "anchorhold/contract.hpp"

#include "api/judgement.h"
#include "base/hex.h"
#include "contract/check.h"
#include "contract/explain.h"

namespace anchorhold {

std::string contract_digest(std::string_view sealed, std::string& error) {
  const auto parsed = contract::parse_sealed("contract", sealed);
  error = parsed.ok() ? "" : parsed.error().to_string();
  return parsed.ok() ? to_hex(parsed->digest) : "";
}

Judgement check_contract(std::string_view sealed, std::int64_t at_ms) {
  const auto parsed = contract::parse_sealed("contract", sealed);
  if (!parsed.ok()) return api::refusal(parsed.error());
  const Findings findings = contract::check(*parsed, Time{std::chrono::milliseconds(at_ms)});
  return api::judgement_of(findings, findings.accepted() ? Verdict::accepted : Verdict::rejected);
}

std::string explain_contract(std::string_view sealed, std::string& error) {
  const auto parsed = contract::parse_sealed("contract", sealed);
  error = parsed.ok() ? "" : parsed.error().to_string();
  return parsed.ok() ? contract::to_text(contract::explain(parsed->contract)) : "";
}

}  // namespace anchorhold
