#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "evidence/nsm/document.h"
#include "evidence/nsm/verify.h"
#include "os/clock.h"
#include "test_enclave.h"

namespace anchorhold::enclave {
namespace {

Outcome outcome_of(const TestImage& image) {
  auto outcome = run(image);
  if (!outcome.ok()) {
    ADD_FAILURE() << outcome.error().to_string();
    return {};
  }
  EXPECT_TRUE(outcome->end.ok());
  EXPECT_EQ(outcome->get("error"), "(none)");
  return *std::move(outcome);
}

TEST(Launch, TheWorkloadReadsItsInputAndWritesItsOutput) {
  TestImage image({"copy"});
  image.manifest.env["COLOUR"] = "green";
  const Outcome outcome = outcome_of(image);
  EXPECT_EQ(outcome.get("end"), "success");
  EXPECT_EQ(outcome.get("out/result"), "the input;COLOUR=green");
  EXPECT_EQ(outcome.get("log"), "");
  EXPECT_TRUE(outcome.end->clean);
}

TEST(Launch, StandardOutputGoesToTheLogOnlyWhenDeclared) {
  TestImage image({"copy"});
  image.manifest.env["TEST_LOG"] = "1";
  EXPECT_EQ(outcome_of(image).get("log"), "to the log\n");
}

TEST(Launch, TheAgentSeesAnEmptyRootAndCannotBeDumped) {
  const Outcome outcome = outcome_of(TestImage({"copy"}));
  const std::string seen = outcome.get("surroundings");
  for (const char* part : {"/cell ", "/dev ", "uid=1000 dumpable=0"})
    EXPECT_NE(seen.find(part), std::string::npos) << seen;
  EXPECT_EQ(std::count(seen.begin(), seen.end(), '/'), 2) << seen;
}

TEST(Launch, EvidenceShowsTheRegistersPredictedFromTheImage) {
  const Outcome outcome = outcome_of(TestImage({"copy"}));
  const std::string evidence = outcome.get("evidence");
  const auto document = nsm::parse_document(bytes_of(evidence));
  ASSERT_TRUE(document.ok());
  const auto verified = nsm::verify_document(*document, nsm::SoftwareAnchor{test_root().digest()},
                                             os::now(), nullptr);
  ASSERT_TRUE(verified.document.has_value()) << verified.findings.first_failure()->observed;
  for (const unsigned index : {0U, 1U, 2U})
    EXPECT_EQ((*verified.document)->pcrs.at(index), outcome.registers.at(index));
  EXPECT_EQ((*verified.document)->pcrs.at(16), image::contract_register([] {
              Digest384 digest;
              digest.fill(7);
              return digest;
            }()));
}

TEST(Launch, TheMemoGivesTheSameRegistersAsHashing) {
  std::string folder = testing::TempDir() + "/anchorhold-memo-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  TestImage image({"copy"});
  const nsm::Registers hashed = outcome_of(image).registers;
  image.memo_folder = folder;
  EXPECT_EQ(outcome_of(image).registers.at(0), hashed.at(0));
  EXPECT_TRUE(std::filesystem::exists(folder + "/measured"));
  EXPECT_EQ(outcome_of(image).registers.at(0), hashed.at(0));
  static_cast<void>(image.tree.add_file("more", Bytes{1}, false));
  EXPECT_NE(outcome_of(image).registers.at(0), hashed.at(0));
  std::filesystem::remove_all(folder);
}

TEST(Launch, DynamicProgramsRun) {
  TestImage image({"copy"}, dynamic_probe());
  add_libraries(image.tree, dynamic_probe());
  EXPECT_EQ(outcome_of(image).get("out/result"), "the input");
}

TEST(Launch, ThreadsRunInStaticAndDynamicPrograms) {
  EXPECT_EQ(outcome_of(TestImage({"threads"})).get("out/result"), "140");
  TestImage image({"threads"}, dynamic_probe());
  add_libraries(image.tree, dynamic_probe());
  EXPECT_EQ(outcome_of(image).get("out/result"), "140");
}

TEST(Launch, AProgramMayStartOthersOfItsImage) {
  const Outcome outcome = outcome_of(TestImage({"processes"}));
  EXPECT_EQ(outcome.get("out/result"), "7");
  EXPECT_EQ(outcome.get("out/second"), "by another process");
}

TEST(Launch, ExitStatusAndSignalsAreTold) {
  const Outcome failure = outcome_of(TestImage({"nothing"}));
  EXPECT_EQ(failure.get("end"), "failure");
  EXPECT_EQ(failure.get("status"), "42");
  EXPECT_EQ(outcome_of(TestImage({"abort"})).get("end"), "crash");
}

TEST(Launch, AnEntryPointThatCannotRunIsNamed) {
  TestImage script({});
  static_cast<void>(script.tree.add_file("bin/probe", copy_of(bytes_of("#!/bin/sh\n")), true));
  const auto outcome = run(script);
  ASSERT_TRUE(outcome.ok());
  EXPECT_NE(outcome->get("error").find("not an ELF program"), std::string::npos);

  TestImage broken({});
  static_cast<void>(
      broken.tree.add_file("bin/probe", copy_of(bytes_of("\177ELF is only its name")), true));
  EXPECT_EQ(outcome_of(broken).get("end"), "not started");
}

TEST(Launch, NothingOfAWorkloadOutlivesItsFirstProcess) {
  EXPECT_EQ(outcome_of(TestImage({"orphan"})).get("end"), "success");
}

TEST(Launch, AStoppedEnclaveEndsAtOnce) {
  auto running = start(TestImage({"sleep"}));
  ASSERT_TRUE(running.ok()) << running.error().to_string();
  (*running)->enclave->stop();
  const auto end = (*running)->enclave->wait();
  ASSERT_TRUE(end.ok());
  EXPECT_FALSE(end->exited);
}

TEST(Launch, ADroppedEnclaveIsStopped) {
  auto running = start(TestImage({"sleep"}));
  ASSERT_TRUE(running.ok());
}

// The processes that the threads of `parent` have started.
std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  std::error_code error;
  const std::string tasks = "/proc/" + std::to_string(parent) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, error)) {
    std::ifstream list(task.path() / "children");
    for (pid_t child = 0; list >> child;) children.push_back(child);
  }
  return children;
}

TEST(Launch, AnEnclaveDiesWithItsMonitor) {
  int launched[2];
  ASSERT_EQ(::pipe(launched), 0);
  const pid_t monitor = ::fork();
  if (monitor == 0) {
    const auto running = start(TestImage({"sleep"}));
    ::_exit(running.ok() && ::write(launched[1], "1", 1) == 1 ? ::pause() : 1);
  }
  char byte = 0;
  ASSERT_EQ(::read(launched[0], &byte, 1), 1);
  const std::vector<pid_t> agents = children_of(monitor);
  ASSERT_EQ(agents.size(), 1U);
  EXPECT_EQ(::kill(agents[0], 0) == 0 || errno == EPERM, true);
  ::kill(monitor, SIGKILL);
  ::waitpid(monitor, nullptr, 0);
  bool gone = false;
  for (int i = 0; i < 200 && !gone; ++i) {
    ::usleep(10'000);
    std::ifstream stat("/proc/" + std::to_string(agents[0]) + "/stat");
    std::string line;
    // An orphan may stay a zombie where no init reaps it.
    gone = !std::getline(stat, line) || line.find(") Z ") != std::string::npos;
  }
  EXPECT_TRUE(gone);
}

TEST(Launch, AMissingAgentIsNamed) {
  ::setenv("TEST_AGENT_PATH", "/nowhere/agent", 1);
  const auto running = start(TestImage({"copy"}));
  ::unsetenv("TEST_AGENT_PATH");
  ASSERT_FALSE(running.ok());
  EXPECT_EQ(running.error().object, "/nowhere/agent");
}

}  // namespace
}  // namespace anchorhold::enclave
