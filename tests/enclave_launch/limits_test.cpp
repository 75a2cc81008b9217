#include <gtest/gtest.h>

#include <chrono>

#include "test_enclave.h"

namespace anchorhold::enclave {
namespace {

std::string end_of(const TestImage& image) {
  const auto outcome = run(image);
  return outcome.ok() ? outcome->get("end") : outcome.error().to_string();
}

TEST(Limits, AMemoryBombEndsAtTheMemoryLimit) {
  EXPECT_EQ(end_of(TestImage({"memory"})), "memory limit");
}

TEST(Limits, ProcessorTimeEnds) {
  TestImage image({"spin"});
  image.manifest.limits.cpu_seconds = 1;
  EXPECT_EQ(end_of(image), "cpu limit");
}

TEST(Limits, TheWallClockEndsAProgramThatSleeps) {
  TestImage image({"sleep"});
  image.manifest.limits.wall_seconds = 1;
  EXPECT_EQ(end_of(image), "wall clock limit");
}

TEST(Limits, AForkBombIsHeldAndEnds) {
  TestImage image({"forks"});
  image.manifest.limits.wall_seconds = 1;
  EXPECT_EQ(end_of(image), "wall clock limit");
}

TEST(Limits, ProcessesAreCountedForEachEnclaveAlone) {
  TestImage image({"count"});
  image.manifest.limits.wall_seconds = 1;
  image.manifest.limits.processes = 9;
  const auto outcome = run(image);
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->get("out/result"), "9");
}

TEST(Limits, OutputsStayWithinTheirSpace) {
  const auto outcome = run(TestImage({"fill"}));
  ASSERT_TRUE(outcome.ok());
  EXPECT_EQ(outcome->get("end"), "failure");
  EXPECT_LE(outcome->get("out/result").size(), (4U << 20) + (1U << 20));
}

TEST(Limits, FiftyEnclavesRunAtOnce) {
  std::vector<std::unique_ptr<Running>> all;
  const TestImage image({"copy"});
  for (int i = 0; i < 50; ++i) {
    auto running = start(image);
    ASSERT_TRUE(running.ok()) << i << ": " << running.error().to_string();
    all.push_back(*std::move(running));
  }
  for (const auto& running : all) {
    const auto end = running->enclave->wait();
    ASSERT_TRUE(end.ok());
    EXPECT_TRUE(end->clean);
    EXPECT_EQ(running->report["end"], "success") << running->report["error"];
  }
}

}  // namespace
}  // namespace anchorhold::enclave
