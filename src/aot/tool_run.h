#pragma once
// One run of a program of the distribution: no shell, nothing of the caller's environment, bounded
// time, memory and output.

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"

namespace anchorhold::aot {

struct ToolRun {
  std::string program;                 // absolute path
  std::vector<std::string> arguments;  // without the program itself
  std::string folder;                  // where it runs
  std::chrono::seconds limit{60};
};

// run_tool: what it wrote to its standard output and standard error, of that the beginning. An
// error when it cannot be started, ends with another status than 0, or takes longer than its limit
// (it is then killed); the tool's own words are in it.
Result<std::string> run_tool(const ToolRun& run);

}  // namespace anchorhold::aot
