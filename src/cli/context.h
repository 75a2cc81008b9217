#pragma once
// What every verb shares: where keys are kept, how results and errors are printed, and the exit
// code.

#include <functional>
#include <string>
#include <string_view>

#include "base/finding.h"
#include "cli/exit_code.h"
#include "codec/json.h"

namespace anchorhold::cli {

class Context {
 public:
  std::string home;   // keystore folder: --home, ANCHORHOLD_HOME, or ~/.anchorhold
  bool json = false;  // --json: results as one JSON value on stdout

  // print: the verb's result, on stdout.
  void print(std::string_view text) const;
  // print_json: the verb's result as JSON, on stdout.
  void print_json(const json::Value& value) const;
  // note: everything else, on stderr.
  void note(std::string_view text) const;
  // print_findings: one line per finding with what was expected, seen and what to do.
  void print_findings(const Findings& findings) const;

  // run: does the verb's work; an error is printed with its hint and becomes the exit code.
  void run(const std::function<Status()>& work);
  // finish: ends with a code that is not an error (a rejection that was explained already).
  void finish(Exit code) { exit_ = code; }
  Exit exit_code() const { return exit_; }

 private:
  Exit exit_ = Exit::ok;
};

}  // namespace anchorhold::cli
