// conformance DIR: verifies every case below a folder and prints one line each and a closing count.

#include <cstdio>

#include "compare.h"

namespace {

using namespace anchorhold::conformance;

struct Count {
  size_t cases = 0;
  size_t passed = 0;
  size_t other_stage = 0;
};

void run(const std::filesystem::path& folder, Count& count) {
  ++count.cases;
  const auto test = read_case(folder);
  if (!test.ok()) {
    std::printf("FAIL %s: %s\n", folder.c_str(), test.error().to_string().c_str());
    return;
  }
  const Answer given = answer(*test);
  const std::vector<std::string> wrong = differences(*test, given);
  const bool elsewhere = wrong.empty() && stage_differs(*test, given);
  if (wrong.empty()) ++count.passed;
  if (elsewhere) ++count.other_stage;
  std::printf("%s %s: %s", wrong.empty() ? "pass" : "FAIL", test->name.c_str(),
              given.authentic ? "authentic" : ("refused, " + given.reason).c_str());
  if (elsewhere)
    std::printf(" (stage %s, the case says %s)", given.stage.c_str(), test->expected.fails.c_str());
  std::printf("\n");
  for (const std::string& difference : wrong) std::printf("     %s\n", difference.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 || !std::filesystem::is_directory(argv[1])) {
    std::fprintf(stderr, "usage: conformance DIR (a folder of cases, each with a case.json)\n");
    return 2;
  }
  Count count;
  for (const auto& folder : find_cases(argv[1])) run(folder, count);
  std::printf("%zu cases, %zu pass, %zu fail; %zu refused at another stage than the case names\n",
              count.cases, count.passed, count.cases - count.passed, count.other_stage);
  return count.cases == 0 || count.passed != count.cases ? 1 : 0;
}
