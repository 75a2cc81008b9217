#pragma once
// One compiled module as a process of its own, for all tests of how modules run.

#include <gtest/gtest.h>

#include <string>

#include "aot/toolchain.h"
#include "workload/wasm/status.h"

namespace anchorhold::wasi {

constexpr int status_of(Ended why) {
  return static_cast<int>(why);
}

// RunsModules: skips its tests where the tools that compile modules are missing.
class RunsModules : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  // build: the module of this text, compiled; the path of the program.
  std::string build(const std::string& text);
  // status: how the program ends that got so many arguments.
  static int status(const std::string& program, size_t arguments = 1, bool confined = true);

  aot::Toolchain tools_;
  std::string folder_;
};

}  // namespace anchorhold::wasi
