#include "aot/tool_run.h"

#include <gtest/gtest.h>

namespace anchorhold::aot {
namespace {

TEST(RunTool, GivesWhatTheToolSaysAndNoEnvironment) {
  EXPECT_EQ(run_tool({"/usr/bin/env", {}, "/"}).value(), "LC_ALL=C\nPATH=/usr/bin:/bin\n");
  EXPECT_EQ(run_tool({"/bin/pwd", {}, "/usr"}).value(), "/usr\n");
}

TEST(RunTool, QuotesTheToolWhenItFails) {
  const auto failed = run_tool({"/bin/cat", {"/nowhere"}, "/"});
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().seen.find("No such file"), std::string::npos) << failed.error().seen;
  const auto absent = run_tool({"/nowhere", {}, "/"});
  ASSERT_FALSE(absent.ok());
  EXPECT_EQ(absent.error().code, Code::not_found);
}

TEST(RunTool, EndsWhatTakesTooLong) {
  const auto slow = run_tool({"/bin/sleep", {"60"}, "/", std::chrono::seconds{0}});
  ASSERT_FALSE(slow.ok());
  EXPECT_EQ(slow.error().code, Code::limit_exceeded);
  const auto silent =
      run_tool({"/bin/sh", {"-c", "exec >&- 2>&-; exec sleep 60"}, "/", std::chrono::seconds{1}});
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(silent.error().code, Code::limit_exceeded);
}

TEST(RunTool, BoundsMemoryAndFiles) {
  const std::string limits =
      run_tool({"/bin/sh", {"-c", "sleep 0.1; ulimit -v; ulimit -f; ulimit -c"}, "/"}).value();
  EXPECT_EQ(limits, "8388608\n2097152\n0\n");
}

}  // namespace
}  // namespace anchorhold::aot
