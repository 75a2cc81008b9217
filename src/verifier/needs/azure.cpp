// What Azure HCL reports need: what the hardware's report does, and the virtual TPM's quote.

#include "evidence/hcl/report.h"
#include "verifier/needs/formats.h"
#include "verifier/needs/offers.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

// A TDREPORT proves nothing to somebody outside; the quote of it names the platform.
Result<Needs> td_needs(const NeedsQuestion& question) {
  Need quote{.id = "azure.td_quote", .what = "TD quote of the report's TDREPORT"};
  const std::span<const File> given = question.material.all(role::dcap_quote);
  if (given.empty()) return Needs{std::move(quote)};
  quote.state = NeedState::current;
  quote.detail = given.front().name;
  NeedsQuestion inner = question;
  inner.evidence = given.front().bytes;
  AH_ASSIGN(Needs needs, dcap_needs(inner));
  needs.insert(needs.begin(), std::move(quote));
  return needs;
}

}  // namespace

Result<Needs> azure_needs(const NeedsQuestion& question) {
  AH_ASSIGN(const auto parsed, hcl::parse_report(question.evidence));
  const hcl::Report& report = parsed.claimed();
  NeedsQuestion hardware = question;
  hardware.evidence = report.hardware_report;
  AH_ASSIGN(Needs needs,
            report.hardware == hcl::HardwareKind::snp ? snp_needs(hardware) : td_needs(hardware));
  const bool quoted = !question.material.all(role::quote).empty();
  needs.push_back({.id = "azure.quote",
                   .what = "quote of the virtual TPM",
                   .state = quoted ? NeedState::current : NeedState::missing});
  for (Need& need : quote_needs(question.material)) needs.push_back(std::move(need));
  return needs;
}

}  // namespace anchorhold::verifier
