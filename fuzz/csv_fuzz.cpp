// The CSV gate ends in a verdict on any bytes. What it lets through has, in every line that a
// simple reader can cut at commas, a count that keeps the disclosure rule.
#include "agent/gate/csv.h"
#include "check.h"

using namespace anchorhold;

namespace {

contract::Output make_rule() {
  contract::Output rule;
  rule.format = contract::Format::csv;
  rule.columns = {{"group", contract::ColumnType::text},
                  {"n", contract::ColumnType::integer},
                  {"mean", contract::ColumnType::number},
                  {"done", contract::ColumnType::boolean}};
  rule.min_group_size = contract::MinGroupSize{"n", 10};
  return rule;
}

// The second of four fields of a line without quotes.
std::string_view second(std::string_view line) {
  const size_t first = line.find(',');
  return line.substr(first + 1, line.find(',', first + 1) - first - 1);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const contract::Output rule = make_rule();
  const std::string_view text = text_of({data, size});
  if (!agent::check_csv("fuzzed", rule, {data, size}).ok()) return 0;
  if (text.find('"') != std::string_view::npos) return 0;
  for (size_t at = text.find('\n'); at != std::string_view::npos && at + 1 < text.size();) {
    const size_t end = text.find('\n', at + 1);
    const std::string_view count = second(text.substr(at + 1, end - at - 1));
    // Ten or more: no sign, and two digits at least.
    fuzz::check(!count.starts_with('-') && count.size() >= 2);
    at = end;
  }
  return 0;
}
