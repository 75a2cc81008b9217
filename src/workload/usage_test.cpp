#include "workload/usage.h"

#include <gtest/gtest.h>

#include <csignal>
#include <set>

#include "workload/wasm/status.h"

namespace anchorhold::workload {
namespace {

const Limits job_limits{1024 * 1024, 10, 100, 8, 1024};

// As waitpid encodes them.
constexpr int exited(int status) {
  return status << 8;
}
constexpr int killed(int signal) {
  return signal;
}

Usage usage(int status, long kibibytes = 0, long cpu_seconds = 0) {
  Usage out;
  out.status = status;
  out.used.ru_maxrss = kibibytes;
  out.used.ru_utime.tv_sec = cpu_seconds;
  return out;
}

TEST(Usage, ExitStatusAndSignalsAreToldApart) {
  EXPECT_TRUE(judge(usage(exited(0)), job_limits).ok());
  const WorkloadEnd failure = judge(usage(exited(3)), job_limits);
  EXPECT_EQ(failure.end, End::failure);
  EXPECT_EQ(failure.exit_status, 3);
  EXPECT_EQ(judge(usage(killed(SIGSEGV)), job_limits).end, End::crash);
}

TEST(Usage, AnUnsuccessfulEndAtTheMemoryLimitIsNamedSo) {
  EXPECT_EQ(judge(usage(killed(SIGABRT), 1000), job_limits).end, End::memory_limit);
  EXPECT_EQ(judge(usage(exited(1), 1000), job_limits).end, End::memory_limit);
  EXPECT_EQ(judge(usage(exited(0), 1000), job_limits).end, End::success);
  EXPECT_EQ(judge(usage(exited(1), 600), job_limits).end, End::failure);
}

TEST(Usage, ProcessorTimeInSumDecidesEvenAfterSuccess) {
  EXPECT_EQ(judge(usage(exited(0), 0, 10), job_limits).end, End::cpu_limit);
  EXPECT_EQ(judge(usage(killed(SIGXCPU), 0, 9), job_limits).end, End::cpu_limit);
}

TEST(Usage, AnEarlierVerdictStands) {
  Usage late = usage(killed(SIGKILL), 1000, 10);
  late.verdict = End::wall_limit;
  EXPECT_EQ(judge(late, job_limits).end, End::wall_limit);
}

TEST(Usage, TheRunnersStatusesHaveTheirNames) {
  Usage wasm = usage(exited(static_cast<int>(wasi::Ended::trap_unreachable)));
  EXPECT_EQ(judge(wasm, job_limits).end, End::failure) << "a native program chose that status";
  wasm.wasm = true;
  std::set<End> seen;
  for (int status = 128; status < 138; ++status) {
    wasm.status = exited(status);
    seen.insert(judge(wasm, job_limits).end);
  }
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_FALSE(seen.contains(End::success) || seen.contains(End::failure));
  wasm.status = exited(200);
  EXPECT_EQ(judge(wasm, job_limits).end, End::crash);
  wasm.status = exited(125);
  EXPECT_EQ(judge(wasm, job_limits).exit_status, 125);
}

TEST(Usage, SharesAreCoarse) {
  Usage some = usage(exited(0), 300, 6);
  some.wall = std::chrono::seconds(24);
  const WorkloadEnd end = judge(some, job_limits);
  EXPECT_EQ(end.memory, Share::under_half);
  EXPECT_EQ(end.cpu, Share::under_limit);
  EXPECT_EQ(end.wall, Share::under_quarter);
}

TEST(Usage, EveryClassHasItsWord) {
  std::set<std::string_view> words;
  for (uint8_t i = 0; i <= static_cast<uint8_t>(last_end); ++i)
    words.insert(end_name(static_cast<End>(i)));
  EXPECT_EQ(words.size(), static_cast<size_t>(last_end) + 1);
  EXPECT_EQ(share_name(Share::limit), "limit");
}

}  // namespace
}  // namespace anchorhold::workload
