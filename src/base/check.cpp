#include "base/check.h"

#include <algorithm>

namespace anchorhold {
namespace {

Finding finding(const Check& check, Outcome outcome, std::string subject, std::string observed) {
  return {.check = std::string(check.id),
          .outcome = outcome,
          .subject = std::move(subject),
          .expected = std::string(check.expected),
          .observed = std::move(observed),
          .clause = std::string(check.clause),
          .advice = outcome == Outcome::fail ? std::string(check.advice) : std::string(),
          .stage = check.stage};
}

}  // namespace

Finding passed(const Check& check, std::string subject, std::string observed) {
  return finding(check, Outcome::pass, std::move(subject), std::move(observed));
}

Finding failed(const Check& check, std::string subject, std::string observed) {
  return finding(check, Outcome::fail, std::move(subject), std::move(observed));
}

Finding not_run(const Check& check, std::string reason) {
  return finding(check, Outcome::not_run, "", std::move(reason));
}

Finding not_applicable(const Check& check, std::string reason) {
  return finding(check, Outcome::not_applicable, "", std::move(reason));
}

bool CheckRun::pass(const Check& check, std::string subject, std::string observed) {
  findings_.add(passed(check, std::move(subject), std::move(observed)));
  return true;
}

bool CheckRun::fail(const Check& check, std::string subject, std::string observed) {
  findings_.add(failed(check, std::move(subject), std::move(observed)));
  return false;
}

bool CheckRun::judge(const Check& check, std::string subject, const Status& status,
                     std::string observed) {
  return status.ok() ? pass(check, std::move(subject), std::move(observed))
                     : fail(check, std::move(subject), status.error().to_string());
}

void CheckRun::not_applicable(const Check& check, std::string reason) {
  findings_.add(anchorhold::not_applicable(check, std::move(reason)));
}

Findings CheckRun::finish(std::string_view reason) && {
  for (const Check* check : table_) {
    const bool found = std::ranges::any_of(
        findings_.list(), [&](const Finding& finding) { return finding.check == check->id; });
    if (!found) findings_.add(not_run(*check, std::string(reason)));
  }
  return std::move(findings_);
}

}  // namespace anchorhold
