// Inputs that stay with the host and are read piece by piece: whatever the host does to them,
// before the run or in the middle of it, there is the right result or none.

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <thread>

#include "host.h"
#include "net/http_range.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;

// The sealed chunks of cohort-a, of 70000 bytes: one whole, and the last.
constexpr size_t kSealedChunk = 65536 + 16;
constexpr size_t kLastChunk = 70000 - 65536 + 16;

class OnDemand : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(module())) GTEST_SKIP() << "no compiler for WebAssembly is installed";
    study_ = std::make_unique<Study>(Workload::wasm);
    good_ = study_->read("a.age");
    head_ = good_.size() - kSealedChunk - kLastChunk;
  }

  std::unique_ptr<Study> study_;
  Bytes good_;
  size_t head_ = 0;
};

// Which part of which input a step of the host's asks for; nothing for every other step.
std::optional<net::ByteRange> range_of(const net::HttpRequest& request) {
  const std::string* range = request.headers.find("Range");
  return range == nullptr ? std::nullopt : std::optional(net::parse_range(*range).value());
}

// A hostile host that hands every part of cohort-a to `change`, with where it begins.
Hostile changing(std::function<void(uint64_t first, net::HttpReply&)> change) {
  const auto first = std::make_shared<std::optional<uint64_t>>();
  return {.before =
              [first](const std::string& step, auto&, auto& request) {
                if (step != "host GET cohort-a") return;
                *first = range_of(request)->first;
              },
          .after =
              [first, change = std::move(change)](const std::string& step, auto&, auto& reply) {
                if (step == "host GET cohort-a") change(**first, reply);
              }};
}

TEST_F(OnDemand, AreFetchedInPartsAndNeverAsAWhole) {
  size_t parts = 0;
  const HostRun run = host_run(*study_, changing([&](uint64_t, net::HttpReply& reply) {
    ++parts;
    EXPECT_EQ(reply.response.status, 206U);
    EXPECT_LT(reply.response.body.size(), good_.size());
  }));
  EXPECT_TRUE(run.outcome.ok.value_or(false)) << run.outcome.detail;
  EXPECT_GE(parts, 4U) << "length, head, last chunk, the other chunk";
  expect_works(*study_);
  const Ran verified =
      study_->call({"--json", "verify", "out/receipt.json", "--contract", "c.json"});
  EXPECT_EQ(verified.exit, 0) << verified.err;
  EXPECT_NE(verified.out.find("head_sha256"), std::string::npos) << verified.out;
  EXPECT_NE(verified.out.find("decrypted on demand"), std::string::npos);
}

TEST_F(OnDemand, AChangedHeadOrLastChunkIsRefusedBeforeTheStart) {
  for (const size_t at : {size_t{3}, size_t{40}, size_t{100}, head_ - 1, good_.size() - kLastChunk,
                          good_.size() - 1}) {
    Bytes changed = good_;
    changed[at] ^= 1;
    study_->write("a.age", changed);
    SCOPED_TRACE(at);
    expect_refused(*study_, study_->run(), {3}, "input cohort-a");
  }
  study_->write("a.age", good_);
  expect_works(*study_);
}

TEST_F(OnDemand, AnotherLengthIsRefusedBeforeTheStart) {
  for (const size_t size : {size_t{1}, head_, good_.size() - kLastChunk, good_.size() - 1}) {
    study_->write("a.age", ByteView(good_).first(size));
    expect_refused(*study_, study_->run(), {3}, "input cohort-a");
  }
  Bytes longer = good_;
  longer.push_back(0);
  study_->write("a.age", longer);
  expect_refused(*study_, study_->run(), {3}, "input cohort-a");
}

TEST_F(OnDemand, AnotherFileOfTheSameOwnerIsRefused) {
  study_->encrypt("cohort-a", std::string(70000, 'x'));
  study_->write("other.age", study_->read("a.age"));
  study_->write("a.age", good_);
  // The newest file is the one that is released.
  expect_refused(*study_, study_->run(), {3}, "input cohort-a");
  study_->write("a.age", study_->read("other.age"));
  expect_works(*study_);
}

// The program has begun by then: why is the owners' to know, and nobody else's.
void expect_silent_failure(const HostRun& run) {
  expect_failed(run);
  EXPECT_EQ(run.outcome.detail, "");
  EXPECT_TRUE(run.outcome.files.contains("report"));
}

TEST_F(OnDemand, AChunkThatIsChangedWhileTheProgramRunsGivesNoResult) {
  for (const size_t at : {size_t{0}, kSealedChunk / 2, kSealedChunk - 1}) {
    expect_silent_failure(host_run(*study_, changing([&](uint64_t first, net::HttpReply& reply) {
      Bytes& body = reply.response.body;
      if (first == head_ && body.size() > at) body[at] ^= 1;
    })));
  }
  expect_works(*study_);
}

TEST_F(OnDemand, AFileThatIsReplacedWhileTheProgramRunsGivesNoResult) {
  study_->encrypt("cohort-a", std::string(70000, 'x'));
  expect_silent_failure(host_run(*study_, changing([&](uint64_t first, net::HttpReply& reply) {
    if (first != head_) return;
    Bytes& body = reply.response.body;
    std::copy_n(good_.begin() + static_cast<std::ptrdiff_t>(head_), body.size(), body.begin());
  })));
}

TEST_F(OnDemand, AHostThatStopsAnsweringGivesNoResult) {
  const auto instead = [&](const std::function<void(net::HttpResponse&)>& answer) {
    expect_silent_failure(host_run(*study_, changing([&](uint64_t first, net::HttpReply& reply) {
      if (first == head_) answer(reply.response);
    })));
  };
  instead([](net::HttpResponse& response) { response = {500, {}, {}}; });
  instead([](net::HttpResponse& response) { response = {404, {}, {}}; });
  instead([](net::HttpResponse& response) { response.body.pop_back(); });
  instead([](net::HttpResponse& response) { response.body.clear(); });
  instead([&](net::HttpResponse& response) { response.body = good_; });
  expect_works(*study_);
}

TEST_F(OnDemand, AHostThatIsSilentCannotKeepTheRunBeyondItsTime) {
  using Watch = std::chrono::steady_clock;
  std::optional<Watch::time_point> ended;
  std::optional<Watch::time_point> spoke;
  Hostile hostile = changing([&](uint64_t first, net::HttpReply&) {
    if (first != head_) return;
    std::this_thread::sleep_for(2 * kWasmWallTime);
    spoke = Watch::now();
  });
  hostile.before = [&, inner = hostile.before](const std::string& step, auto& enclave,
                                               auto& request) {
    if (step == "host POST status") ended = Watch::now();
    inner(step, enclave, request);
  };
  const HostRun run = host_run(*study_, hostile);
  expect_silent_failure(run);
  ASSERT_TRUE(ended && spoke);
  EXPECT_LT(*ended, *spoke);
}

}  // namespace
}  // namespace anchorhold::hostile
