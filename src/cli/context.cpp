#include "cli/context.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace anchorhold::cli {

namespace {

// Text from elsewhere does not reach the terminal with what steers it: control characters, C0 and
// C1, and the marks that turn the direction of writing. Line ends stay.
std::string plain(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    const auto octet = static_cast<unsigned char>(text[i]);
    const bool control = (octet < ' ' && octet != '\n' && octet != '\t') || octet == 0x7f;
    const bool c1 =
        rest.size() > 1 && rest[0] == '\xc2' && static_cast<unsigned char>(rest[1]) < 0xa0;
    const bool turns = rest.starts_with("\xe2\x80\xaa") || rest.starts_with("\xe2\x80\xab") ||
                       rest.starts_with("\xe2\x80\xac") || rest.starts_with("\xe2\x80\xad") ||
                       rest.starts_with("\xe2\x80\xae") || rest.starts_with("\xe2\x81\xa6") ||
                       rest.starts_with("\xe2\x81\xa7") || rest.starts_with("\xe2\x81\xa8") ||
                       rest.starts_with("\xe2\x81\xa9");
    if (control || c1 || turns) out += '?';
    if (control) continue;
    if (c1) i += 1;
    if (turns) i += 2;
    if (!c1 && !turns) out += text[i];
  }
  return out;
}

void line(std::FILE* to, std::string_view raw) {
  const std::string text = plain(raw);
  std::fwrite(text.data(), 1, text.size(), to);
  if (text.empty() || text.back() != '\n') std::fputc('\n', to);
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
  for (const Finding& finding : findings.list()) print(describe(finding));
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
