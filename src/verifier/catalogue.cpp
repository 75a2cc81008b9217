#include "verifier/catalogue.h"

#include <algorithm>
#include <numeric>

#include "appraise/checks.h"
#include "appraise/ear.h"
#include "verifier/format.h"
#include "verifier/material.h"

namespace anchorhold::verifier {
namespace {

// Levenshtein's distance, in one row.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::vector<const Check*> catalogue() {
  std::vector<const Check*> all;
  const auto add = [&](CheckTable table) {
    for (const Check* check : table) {
      const bool known =
          std::ranges::any_of(all, [&](const Check* other) { return other->id == check->id; });
      if (!known) all.push_back(check);
    }
  };
  for (const Format& format : formats()) add(format.checks());
  add(material_checks());
  add(appraise::check_table());
  add(appraise::ear_table());
  return all;
}

const Check* find_check(std::string_view id) {
  const std::vector<const Check*> all = catalogue();
  const auto found = std::ranges::find(all, id, [](const Check* check) { return check->id; });
  return found == all.end() ? nullptr : *found;
}

std::string_view closest_check(std::string_view id) {
  const std::vector<const Check*> all = catalogue();
  constexpr size_t longest_id = 80;
  const std::string_view typed = id.substr(0, longest_id);
  const auto closest = std::ranges::min_element(
      all, {}, [&](const Check* check) { return distance(typed, check->id); });
  return closest == all.end() ? std::string_view() : (*closest)->id;
}

}  // namespace anchorhold::verifier
