#pragma once
// Runs one compiled WebAssembly program as the agent does: a process of its own, argv and
// environment as given, and this process on its descriptor 3 as the giver of folders and inputs.

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "workload/wasm/protocol.h"

namespace anchorhold::wasi_suite {

struct Start {
  std::string program;            // the executable
  std::vector<std::string> args;  // argv, the program's name first
  std::vector<std::string> env;   // "NAME=value"
  wasi::Setup setup;
  std::vector<std::string> input_files;  // what is served as setup.inputs, in the same order
  bool capture = true;   // stdin is `input` and the output is kept; otherwise this process's own
  std::string input;     // what stdin holds; empty: /dev/null
  bool confined = true;  // by the limits and the filter of the enclave, and to its folders
  std::chrono::seconds limit{0};  // of its time; 0: none
};

struct Ending {
  bool timed_out = false;
  int signal = 0;  // that ended it, or 0
  int status = 0;  // its exit status
  std::string out;
  std::string err;
};

// run: until the program has ended. An error when it could not be started, or asked for what it was
// not given.
Result<Ending> run(const Start& start);

}  // namespace anchorhold::wasi_suite
