#include "cli/context.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace anchorhold::cli {

namespace {
void line(std::FILE* to, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), to);
  if (text.empty() || text.back() != '\n') std::fputc('\n', to);
}

// Text from evidence does not reach the terminal with its control characters.
std::string plain(std::string text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = '?';
  return text;
}

std::string describe(const Finding& finding) {
  std::string text = "  " + std::string(outcome_name(finding.outcome));
  text.resize(std::max<size_t>(text.size() + 1, 18), ' ');
  text += finding.check + (finding.subject.empty() ? "" : ": " + finding.subject);
  if (finding.outcome == Outcome::pass) {
    if (!finding.observed.empty()) text += ": " + finding.observed;
    return text;
  }
  if (finding.outcome == Outcome::not_applicable)
    return finding.observed.empty() ? text : text + ": " + finding.observed;
  if (!finding.expected.empty()) text += "; expected " + finding.expected;
  if (!finding.observed.empty()) text += "; seen " + finding.observed;
  if (!finding.clause.empty()) text += " [" + finding.clause + "]";
  if (!finding.advice.empty()) text += "; " + finding.advice;
  return text;
}
}  // namespace

void Context::print(std::string_view text) const {
  line(stdout, text);
  std::fflush(stdout);
}

void Context::print_json(const json::Value& value) const {
  print(json::pretty(value));
}

void Context::note(std::string_view text) const {
  line(stderr, text);
}

void Context::print_findings(const Findings& findings) const {
  for (const Finding& finding : findings.list()) print(plain(describe(finding)));
}

void Context::run(const std::function<Status()>& work) {
  const Status status = work();
  if (status.ok()) return;
  Error error = status.error();
  const std::string hint = std::exchange(error.hint, {});
  line(stderr, "anchorhold: error: " + error.to_string());
  if (!hint.empty()) line(stderr, "anchorhold: hint: " + hint);
  // Bytes that break their format are not the same as an option that was given nonsense.
  const bool option = error.code == Code::malformed && error.object.starts_with("--");
  exit_ = option ? Exit::usage : exit_of(error.code);
}

}  // namespace anchorhold::cli
