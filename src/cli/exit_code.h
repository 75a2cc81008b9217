#pragma once
// The exit codes of every verb. docs/exit-codes.md is held against this table by a test.

#include "base/result.h"

namespace anchorhold::cli {

enum class Exit : int {
  ok = 0,           // done, accepted
  usage = 1,        // the command line is wrong
  malformed = 2,    // bytes that break their format, or that this version does not know
  rejected = 3,     // a signature, rule, budget or verification said no
  unavailable = 4,  // something is missing or failed: a file, the disk, a kernel feature
  conflict = 5,     // it exists already, or was used already
  internal = 6,     // a bug in this program
  unproven = 7,     // consistent, but nothing given proves where it comes from
};

Exit exit_of(Code code);

}  // namespace anchorhold::cli
