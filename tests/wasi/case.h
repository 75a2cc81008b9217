#pragma once
// One case of a suite: a module, what its JSON says, and whether the run agrees.

#include <filesystem>
#include <string>
#include <vector>

namespace anchorhold::wasi_suite {

enum class Verdict : unsigned char { pass, fail, refused };

struct Outcome {
  Verdict verdict = Verdict::fail;
  std::vector<std::string> lines;  // what differs, or the reason of a refusal
  std::vector<std::string> notes;
};

// find_modules: every .wasm below `folder`, sorted.
std::vector<std::filesystem::path> find_modules(const std::filesystem::path& folder);

struct Options {
  bool confined = true;  // by the limits and the filter of the enclave, and to its folders
  // The folder that keeps each module's program as NAME and what it prints as NAME.out, or empty.
  std::filesystem::path output;
};

// run_case: compiles the module and runs it on copies of its folders.
Outcome run_case(const std::filesystem::path& module, const Options& options);

}  // namespace anchorhold::wasi_suite
