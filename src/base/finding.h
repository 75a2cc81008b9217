#pragma once
// Findings: the channel for "did it, and judge so". A verdict is derived from findings, never set
// by hand.

#include <string>
#include <string_view>
#include <vector>

#include <cstdint>

namespace anchorhold {

enum class Outcome : uint8_t { pass, fail, not_run, not_applicable };

std::string_view outcome_name(Outcome outcome);

// Finding: one check and how it came out. `check` is a stable id like "nsm.chain.root"; the texts
// hold no secrets.
struct Finding {
  std::string check;
  Outcome outcome = Outcome::not_run;
  std::string subject;  // what was looked at
  std::string expected;
  std::string observed;
  std::string clause;  // the rule's source: document and section
  std::string advice;  // what to do when it failed
};

// Findings: a list with the only rule for acceptance: there is at least one finding, and every one
// is pass or not_applicable. A check that did not run is a rejection.
class Findings {
 public:
  void add(Finding finding) { list_.push_back(std::move(finding)); }
  void add(Findings more);
  const std::vector<Finding>& list() const { return list_; }
  bool accepted() const;
  // The first finding that stands in the way of acceptance, or null.
  const Finding* first_failure() const;

 private:
  std::vector<Finding> list_;
};

}  // namespace anchorhold
