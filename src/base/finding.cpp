#include "base/finding.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace anchorhold {

namespace {
bool blocks(const Finding& finding) {
  return finding.outcome == Outcome::fail || finding.outcome == Outcome::not_run;
}
}  // namespace

std::string_view outcome_name(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "pass";
    case Outcome::fail:
      return "fail";
    case Outcome::not_run:
      return "not run";
    case Outcome::not_applicable:
      return "not applicable";
  }
  return "not run";
}

std::string_view stage_name(Stage stage) {
  constexpr std::array<std::string_view, 11> names = {
      "structure", "signature", "chain",     "validity",    "revocation", "collateral",
      "binding",   "identity",  "event log", "measurement", "policy"};
  return names[static_cast<size_t>(stage)];
}

void Findings::add(Findings more) {
  list_.insert(list_.end(), std::make_move_iterator(more.list_.begin()),
               std::make_move_iterator(more.list_.end()));
}

bool Findings::accepted() const {
  return !list_.empty() && std::none_of(list_.begin(), list_.end(), blocks);
}

const Finding* Findings::first_failure() const {
  const auto found = std::find_if(list_.begin(), list_.end(), blocks);
  return found == list_.end() ? nullptr : &*found;
}

}  // namespace anchorhold
