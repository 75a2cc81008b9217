#include "broker/verdict.h"

#include <algorithm>

#include "contract/check.h"
#include "net/kbs.h"

namespace anchorhold::broker {

Finding failed(std::string check, const Error& error) {
  return {std::move(check),
          Outcome::fail,
          error.object,
          error.expected,
          error.message + (error.seen.empty() ? "" : ": " + error.seen),
          "docs/formats.md, Broker",
          error.hint};
}

Findings judge_contract(const ContractRecord& record, const contract::SealedContract& sealed,
                        Time now) {
  Findings findings = contract::check(sealed, now);
  if (record.superseded) {
    findings.add(failed("broker.contract.superseded",
                        Error{Code::denied, "contract", "the owner accepted a later version"}
                            .want("the version accepted last")
                            .advise("run the amended contract")));
  }
  return findings;
}

std::vector<nsm::Anchor> anchors_of(std::string_view tee, const contract::Contract& contract) {
  if (tee == net::kbs::tee_nitro) return {nsm::NitroAnchor{}};
  std::vector<nsm::Anchor> anchors;
  for (const Digest256& root : contract.tee.software_roots) {
    anchors.emplace_back(nsm::SoftwareAnchor{root});
  }
  return anchors;
}

std::string describe(const Findings& findings) {
  const Finding* first = findings.first_failure();
  if (first == nullptr) return "nothing was checked";
  std::string text = first->check + " failed: " + first->subject;
  if (!first->expected.empty()) text += "; expected " + first->expected;
  if (!first->observed.empty()) text += "; observed " + first->observed;
  if (!first->advice.empty()) text += "; " + first->advice;
  return text;
}

std::vector<std::string> failed_checks(const Findings& findings) {
  std::vector<std::string> checks;
  for (const Finding& finding : findings.list()) {
    const bool passed =
        finding.outcome == Outcome::pass || finding.outcome == Outcome::not_applicable;
    if (!passed && std::find(checks.begin(), checks.end(), finding.check) == checks.end()) {
      checks.push_back(finding.check);
    }
  }
  return checks;
}

}  // namespace anchorhold::broker
