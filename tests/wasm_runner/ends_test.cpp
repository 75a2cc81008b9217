// How modules end before they start, and where they lack what they need.

#include <sys/resource.h>

#include "aot/tool_run.h"
#include "wasm_runner/runs_modules_test.h"

namespace anchorhold::wasi {
namespace {

using Ends = RunsModules;

TEST_F(Ends, SegmentsThatDoNotFitTrapBeforeTheStart) {
  const std::string start = "(func (export \"_start\") unreachable))";
  EXPECT_EQ(status(build("(module (memory (export \"memory\") 1) (data (i32.const 65535) \"ab\")" +
                         start)),
            status_of(Ended::trap_out_of_bounds));
  EXPECT_EQ(status(build("(module (memory (export \"memory\") 1) (table 1 funcref) (func $f)"
                         "(elem (i32.const 1) $f)" +
                         start)),
            status_of(Ended::trap_out_of_bounds));
}

// The start section's function runs first; a module without imports gets no host.
TEST_F(Ends, TheStartFunctionComesFirst) {
  EXPECT_EQ(
      status(build("(module (memory (export \"memory\") 1) (func $first (i32.store (i32.const "
                   "65536) (i32.const 1))) (start $first)"
                   "(func (export \"_start\") unreachable))")),
      status_of(Ended::trap_out_of_bounds));
}

TEST_F(Ends, TheProcesssLimitRefusesMemory) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the limit that the program is to inherit leaves AddressSanitizer no room";
#endif
  const std::string program = build(
      "(module (memory (export \"memory\") 1) (func (export \"_start\")"
      "(if (i32.ne (memory.grow (i32.const 100)) (i32.const 1)) (then (i32.store (i32.const -4) "
      "(i32.const 1))))"
      "(if (i32.eq (memory.grow (i32.const 2000)) (i32.const -1)) (then unreachable))))");
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_DATA, &before), 0);
  rlimit small = before;
  small.rlim_cur = 64U << 20;
  ASSERT_EQ(::setrlimit(RLIMIT_DATA, &small), 0);
  const int ended = status(program, 1, false);
  ASSERT_EQ(::setrlimit(RLIMIT_DATA, &before), 0);
  EXPECT_EQ(ended, status_of(Ended::memory_limit));
}

TEST_F(Ends, WithoutTheOtherSideItSaysHowToBeRun) {
  const std::string program =
      build("(module (memory (export \"memory\") 1) (func (export \"_start\")))");
  const auto ended = aot::run_tool({program, {}, folder_});
  ASSERT_FALSE(ended.ok());
  EXPECT_EQ(ended.error().seen.find("exit status " + std::to_string(status_of(Ended::no_setup))),
            0U)
      << ended.error().seen;
  EXPECT_NE(ended.error().seen.find("./dev wasi"), std::string::npos) << ended.error().seen;
}

}  // namespace
}  // namespace anchorhold::wasi
