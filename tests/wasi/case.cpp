#include "case.h"

#include <algorithm>

#include "base/printable.h"
#include "compile.h"
#include "os/file.h"
#include "program.h"
#include "scratch.h"
#include "spec.h"

namespace anchorhold::wasi_suite {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::seconds time_limit{60};

Outcome refused(const Error& error) {
  return {Verdict::refused, {error.to_string()}, {}};
}

Outcome failed(const Error& error) {
  return {Verdict::fail, {error.to_string()}, {}};
}

std::string how(const Ending& ending) {
  if (ending.timed_out) return "no end within " + std::to_string(time_limit.count()) + " s";
  if (ending.signal != 0) return "signal " + std::to_string(ending.signal);
  return "exit " + std::to_string(ending.status);
}

// The first lines of a text, each after `label`.
void show(const std::string& label, const std::string& text, std::vector<std::string>& lines) {
  constexpr size_t most = 20;
  size_t shown = 0;
  for (size_t at = 0; at < text.size() && shown < most; ++shown) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(label + printable(text.substr(at, end - at)));
    at = end + 1;
  }
  if (shown == 0) lines.push_back(label);
}

void compare(const std::string& name, const std::optional<std::string>& expected,
             const std::string& seen, bool only_beginning, std::vector<std::string>& lines) {
  if (!expected) return;
  if (only_beginning ? seen.starts_with(*expected) : seen == *expected) return;
  show(name + " expected | ", *expected, lines);
  show(name + " seen     | ", seen, lines);
}

Outcome judge(const Spec& spec, const Ending& ending) {
  Outcome outcome;
  std::vector<std::string>& lines = outcome.lines;
  if (ending.timed_out || ending.signal != 0 || ending.status != spec.exit_code) {
    lines.push_back("expected exit " + std::to_string(spec.exit_code) + ", seen " + how(ending));
  }
  compare("stdout", spec.out, ending.out, spec.only_beginning, lines);
  compare("stderr", spec.err, ending.err, spec.only_beginning, lines);
  outcome.verdict = lines.empty() ? Verdict::pass : Verdict::fail;
  if (lines.empty()) return outcome;
  if (!spec.out) show("stdout | ", ending.out, lines);
  if (!spec.err) show("stderr | ", ending.err, lines);
  return outcome;
}

Result<Start> prepare(const fs::path& module, const Spec& spec, Scratch& scratch) {
  Start start;
  start.args = {module.filename().string()};
  start.args.insert(start.args.end(), spec.args.begin(), spec.args.end());
  start.env = spec.env;
  start.input = spec.input;
  start.limit = time_limit;
  for (const Dir& dir : spec.dirs) {
    AH_ASSIGN(const fs::path copy, scratch.copy_in(module.parent_path(), dir.host));
    start.setup.folders.push_back({dir.guest, copy.string()});
  }
  return start;
}

}  // namespace

std::vector<fs::path> find_modules(const fs::path& folder) {
  std::vector<fs::path> modules;
  constexpr auto options = fs::directory_options::skip_permission_denied;
  for (const auto& entry : fs::recursive_directory_iterator(folder, options))
    if (entry.path().extension() == ".wasm" && entry.is_regular_file())
      modules.push_back(entry.path());
  std::ranges::sort(modules);
  return modules;
}

Outcome run_case(const fs::path& module, const Options& options) {
  const auto spec = read_spec(module);
  if (!spec.ok()) return refused(spec.error());
  auto scratch = Scratch::make();
  auto programs = Scratch::make();
  if (!scratch.ok()) return failed(scratch.error());
  if (!programs.ok()) return failed(programs.error());
  auto start = prepare(module, *spec, *scratch);
  if (!start.ok()) return failed(start.error());
  start->program = (programs->path() / "program").string();
  start->confined = options.confined;
  if (const auto compiled = compile(module.string(), start->program); !compiled.ok())
    return refused(compiled.error());
  const auto ending = run(*start);
  if (!ending.ok()) return failed(ending.error());
  if (!options.output.empty()) {
    const fs::path name = options.output / module.stem();
    fs::copy_file(start->program, name, fs::copy_options::overwrite_existing);
    const auto kept = os::write_file(name.string() + ".out", bytes_of(ending->out));
    if (!kept.ok()) return failed(kept.error());
  }
  Outcome outcome = judge(*spec, *ending);
  for (const std::string& member : spec->unknown)
    outcome.notes.push_back("member \"" + member + "\" was ignored");
  for (const Dir& dir : spec->dirs)
    if (!fs::exists(module.parent_path() / dir.host))
      outcome.notes.push_back("no folder " + dir.host + " beside it: it got an empty one");
  return outcome;
}

}  // namespace anchorhold::wasi_suite
