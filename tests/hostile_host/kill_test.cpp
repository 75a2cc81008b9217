// Somebody pulls the plug at every step: of the agent, of the host's own process.

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <thread>

#include "host.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;

// Moment: before a step's request is served, or after its answer was made.
struct Moment {
  const char* step;
  bool after;
  uint64_t spent_a;  // units spent by then
  uint64_t spent_b;
};

const Moment kMoments[] = {
    {"host GET contract", false, 0, 0},       {"host GET deployment", true, 0, 0},
    {"hospital-a POST auth", true, 0, 0},     {"hospital-a POST attest", false, 0, 0},
    {"hospital-a POST attest", true, 0, 0},   {"hospital-a GET cohort-a", false, 0, 0},
    {"hospital-a GET cohort-a", true, 1, 0},  {"hospital-b POST attest", true, 1, 0},
    {"hospital-b GET cohort-b", false, 1, 0}, {"hospital-b GET cohort-b", true, 1, 1},
    {"host GET cohort-a", false, 1, 1},       {"host GET cohort-a", true, 1, 1},
    {"host GET cohort-b", true, 1, 1},        {"host PUT report", false, 1, 1},
    {"host PUT model", true, 1, 1},           {"host PUT table", true, 1, 1},
    {"host PUT receipt", false, 1, 1},        {"host PUT receipt", true, 1, 1},
};

// For the names that ctest and gtest print.
std::ostream& operator<<(std::ostream& out, const Moment& moment) {
  return out << (moment.after ? "after " : "before ") << moment.step;
}

std::string name_of(const testing::TestParamInfo<Moment>& info) {
  std::string name = std::string(info.param.after ? "after " : "before ") + info.param.step;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == '-'; }, '_');
  return name;
}

// Hostile that does `act` at this moment.
Hostile at(const Moment& moment, const std::function<void(enclave::Enclave&)>& act) {
  Hostile hostile;
  if (moment.after) {
    hostile.after = [=](const std::string& step, enclave::Enclave& enclave, auto&) {
      if (step == moment.step) act(enclave);
    };
  } else {
    hostile.before = [=](const std::string& step, enclave::Enclave& enclave, auto&) {
      if (step == moment.step) act(enclave);
    };
  }
  return hostile;
}

class Kill : public testing::TestWithParam<Moment> {
 protected:
  void expect_spent_and_working(uint64_t spent_a, uint64_t spent_b) const {
    EXPECT_EQ(study_.spent("hospital-a"), spent_a);
    EXPECT_EQ(study_.spent("hospital-b"), spent_b);
    expect_works(study_);
  }
  Study study_;
};

TEST_P(Kill, OfTheAgentLeavesNothingAndTheNextRunWorks) {
  const Moment& moment = GetParam();
  const HostRun run =
      host_run(study_, at(moment, [](enclave::Enclave& enclave) { enclave.stop(); }));
  EXPECT_FALSE(run.outcome.ok.has_value()) << run.outcome.detail;
  EXPECT_FALSE(run.end.exited);
  EXPECT_EQ(run.end.status, SIGKILL);
  // A request that was sent is answered, whether or not anybody is there to hear it.
  const auto asked = [&](std::string_view step) {
    return !moment.after && moment.step == step ? 1U : 0U;
  };
  expect_spent_and_working(moment.spent_a + asked("hospital-a GET cohort-a"),
                           moment.spent_b + asked("hospital-b GET cohort-b"));
}

// all_gone: every process that the killed one left behind ends by itself, soon.
bool all_gone() {
  for (int tenths = 0; tenths < 100; ++tenths) {
    for (;;) {
      const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
      if (ended < 0) return true;
      if (ended == 0) break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

TEST_P(Kill, OfTheHostsProcessTakesTheEnclaveWithItAndTheNextRunWorks) {
  // Orphans come to us, so that none can live on unseen.
  ASSERT_EQ(::prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
  const pid_t host = ::fork();
  if (host == 0) {
    host_run(study_, at(GetParam(), [](enclave::Enclave&) { ::raise(SIGKILL); }));
    ::_exit(0);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(host, &status, 0), host);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_TRUE(all_gone()) << "the enclave outlives its monitor";
  expect_spent_and_working(GetParam().spent_a, GetParam().spent_b);
}

INSTANTIATE_TEST_SUITE_P(At, Kill, testing::ValuesIn(kMoments), name_of);

TEST(KillSteps, AreTheStepsOfARun) {
  const Study study;
  const HostRun run = host_run(study, {});
  EXPECT_TRUE(run.outcome.ok.value_or(false)) << run.outcome.detail;
  const std::vector<std::string> steps = {
      "host GET contract",      "host GET deployment",      "hospital-a POST auth",
      "hospital-a POST attest", "hospital-a GET cohort-a",  "hospital-b POST auth",
      "hospital-b POST attest", "hospital-b GET cohort-b",  "host GET cohort-a",
      "host GET cohort-b",      "host PUT report",          "host PUT model",
      "host PUT table",         "host PUT table.share.lab", "host PUT receipt",
      "host POST status",
  };
  EXPECT_EQ(run.steps, steps);
}

// wait_until: the condition within ten seconds.
bool wait_until(const std::function<bool()>& condition) {
  for (int i = 0; i < 500; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return false;
}

std::vector<int> children_of(int pid) {
  std::vector<int> out;
  for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(pid) + "/task")) {
    std::ifstream file(task.path() / "children");
    for (int child = 0; file >> child;) out.push_back(child);
  }
  return out;
}

class KillProgram : public testing::Test {
 protected:
  KillProgram() {
    study_.encrypt("cohort-a", "slow");
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  }

  // A run of the program, in the middle of its workload.
  int started() const {
    const int pid = study_.start(study_.run_arguments());
    EXPECT_TRUE(wait_until([&] { return study_.spent("hospital-b") == 1; }));
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    return pid;
  }

  void expect_next_run_works() const {
    study_.encrypt("cohort-a", "quick enough");
    expect_works(study_);
  }

  Study study_;
};

TEST_F(KillProgram, TheAgentDuringTheWorkload) {
  const int pid = started();
  const std::vector<int> children = children_of(pid);
  ASSERT_FALSE(children.empty());
  for (const int child : children) ::kill(child, SIGKILL);
  const Ran ran = study_.finish(pid);
  expect_refused(study_, ran, {4}, "the enclave ended before the run did");
  EXPECT_NE(ran.err.find("spent: hospital-a 1 of 500 runs, hospital-b 1 of 500 runs"),
            std::string::npos)
      << ran.err;
  EXPECT_TRUE(all_gone());
  expect_next_run_works();
}

TEST_F(KillProgram, TheHostDuringTheWorkload) {
  const int pid = started();
  ::kill(pid, SIGKILL);
  EXPECT_EQ(study_.finish(pid).exit, -SIGKILL);
  EXPECT_TRUE(all_gone()) << "the enclave outlives its monitor";
  EXPECT_TRUE(study_.results().empty());
  const Ran listed = study_.call({"--home", "host", "ps"});
  EXPECT_EQ(listed.exit, 0) << listed.err;
  EXPECT_EQ(listed.out.find("software-"), std::string::npos) << "a dead enclave is listed";
  expect_next_run_works();
}

}  // namespace
}  // namespace anchorhold::hostile
