#pragma once
// Checks: the table of what a verification examines, and the run of one verification over it.

#include <span>
#include <string>
#include <string_view>

#include "base/finding.h"
#include "base/result.h"

namespace anchorhold {

// Check: one entry of a format's table. The texts are for people: `why` says what the check proves
// and what an attacker could do without it.
struct Check {
  std::string_view id;  // stable, like "snp.chain.root"
  Stage stage;
  std::string_view expected;
  std::string_view clause;  // the rule's source: document and section
  std::string_view advice;  // what to do when it failed
  std::string_view why;
};

// CheckTable: the checks of a format in the order in which they are made.
using CheckTable = std::span<const Check* const>;

Finding passed(const Check& check, std::string subject, std::string observed);
Finding failed(const Check& check, std::string subject, std::string observed);
// not_run: a check that an earlier failure left without anything to look at. It stands in the way
// of acceptance too.
Finding not_run(const Check& check, std::string reason);
// not_applicable: the evidence has no such part, and the rules do not ask for one.
Finding not_applicable(const Check& check, std::string reason);

// CheckRun: collects the findings of one verification. Every check of the table that gets no
// finding is reported as not run, so that one which was forgotten is a rejection.
class CheckRun {
 public:
  explicit CheckRun(CheckTable table) : table_(table) { findings_.reserve(2 * table.size()); }

  // pass and fail answer true and false, so that a caller can stop at the first failure. A check
  // may get several findings, one a subject.
  bool pass(const Check& check, std::string subject, std::string observed);
  bool fail(const Check& check, std::string subject, std::string observed);
  // judge: pass with `observed`, or fail with the error's text.
  bool judge(const Check& check, std::string subject, const Status& status, std::string observed);
  void not_applicable(const Check& check, std::string reason);
  // add: the findings of a part that was judged by itself.
  void add(Findings findings) { findings_.add(std::move(findings)); }

  bool accepted() const { return findings_.accepted(); }

  // finish: all findings, the missing ones as not run with `reason`.
  Findings finish(std::string_view reason = "an earlier check failed") &&;

 private:
  CheckTable table_;
  Findings findings_;
};

}  // namespace anchorhold
