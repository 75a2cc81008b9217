// wasi-suite [--unconfined] [--output FOLDER] DIR: runs every module below a folder in the layout
// of WebAssembly/wasi-testsuite, and prints a line for each and a closing count.

#include <atomic>
#include <cstdio>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>

#include "case.h"

namespace {

using namespace anchorhold::wasi_suite;
namespace fs = std::filesystem;

struct Count {
  size_t pass = 0;
  size_t fail = 0;
  size_t refused = 0;
};

void print(const std::string& name, const Outcome& outcome, Count& count) {
  constexpr const char* words[] = {"pass", "FAIL", "refused"};
  (outcome.verdict == Verdict::pass   ? count.pass
   : outcome.verdict == Verdict::fail ? count.fail
                                      : count.refused)++;
  std::printf("%s %s\n", words[static_cast<size_t>(outcome.verdict)], name.c_str());
  for (const std::string& line : outcome.lines) std::printf("     %s\n", line.c_str());
  for (const std::string& note : outcome.notes) std::printf("     note: %s\n", note.c_str());
  std::fflush(stdout);
}

// Printer: outcomes come in any order and are printed in the modules' order.
class Printer {
 public:
  Printer(const fs::path& folder, const std::vector<fs::path>& modules)
      : folder_(folder), modules_(modules), outcomes_(modules.size()) {}

  void put(size_t at, Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcomes_[at] = std::move(outcome);
    for (; next_ < outcomes_.size() && outcomes_[next_]; ++next_)
      print(fs::relative(modules_[next_], folder_).string(), *outcomes_[next_], count_);
  }
  const Count& count() const { return count_; }

 private:
  const fs::path& folder_;
  const std::vector<fs::path>& modules_;
  std::mutex mutex_;
  std::vector<std::optional<Outcome>> outcomes_;
  size_t next_ = 0;
  Count count_;
};

int run_all(const fs::path& folder, const Options& options) {
  const std::vector<fs::path> modules = find_modules(folder);
  Printer printer(folder, modules);
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t at = next++; at < modules.size(); at = next++)
      printer.put(at, run_case(modules[at], options));
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i)
    workers.emplace_back(work);
  for (std::thread& worker : workers) worker.join();
  const Count& count = printer.count();
  std::printf("%zu cases, %zu pass, %zu fail, %zu refused\n", modules.size(), count.pass,
              count.fail, count.refused);
  return modules.empty() || count.pass != modules.size() ? 1 : 0;
}

// Takes the options off and leaves the folder; false when anything else is there.
bool take_options(Options& options, int& at, int argc, char** argv) {
  for (; at < argc && std::string_view(argv[at]).starts_with("--"); ++at) {
    if (std::string_view(argv[at]) == "--unconfined") {
      options.confined = false;
    } else if (std::string_view(argv[at]) == "--output" && at + 1 < argc) {
      options.output = argv[++at];
    } else {
      return false;
    }
  }
  return at + 1 == argc && fs::is_directory(argv[at]);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  int at = 1;
  if (!take_options(options, at, argc, argv)) {
    std::fprintf(
        stderr,
        "usage: wasi-suite [--unconfined] [--output FOLDER] DIR\n"
        "DIR: modules NAME.wasm, each with its NAME.json in the form of "
        "WebAssembly/wasi-testsuite\n"
        "--unconfined: without the limits and the filter of the enclave, and with all your files\n"
        "--output: keep each module's program as NAME, and what it prints as NAME.out\n");
    return 2;
  }
  return run_all(argv[at], options);
}
