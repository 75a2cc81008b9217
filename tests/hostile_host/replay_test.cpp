// The host gives true things in the wrong place: old evidence, old keys, inputs under each other's
// names, an old keystore, streams cut short, another clock.

#include <gtest/gtest.h>

#include <filesystem>

#include "host.h"
#include "os/clock.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::minutes;

TEST(Replay, OfOldEvidenceIsRefusedAndSpendsNothing) {
  const Study study;
  Bytes old;
  host_run(study, {.before = [&](const std::string& step, auto&, auto& request) {
             if (step == "hospital-a POST attest") old = request.body;
           }});
  const uint64_t spent = study.spent("hospital-a");
  expect_failed(host_run(study, {.before =
                                     [&](const std::string& step, auto&, auto& request) {
                                       if (step == "hospital-a POST attest") request.body = old;
                                     }}),
                "nonce");
  EXPECT_EQ(study.spent("hospital-a"), spent);
  expect_works(study);
}

TEST(Replay, OfAnOldKeyIsRefused) {
  const Study study;
  Bytes old;
  host_run(study, {.after = [&](const std::string& step, auto&, auto& reply) {
             if (step == "hospital-a GET cohort-a") old = reply.response.body;
           }});
  expect_failed(host_run(study, {.after =
                                     [&](const std::string& step, auto&, auto& reply) {
                                       if (step == "hospital-a GET cohort-a")
                                         reply.response.body = old;
                                     }}),
                "cohort-a");
  expect_works(study);
}

TEST(Replay, OfAnotherOwnersKeyIsRefused) {
  const Study study;
  Bytes of_a;
  expect_failed(host_run(study, {.after =
                                     [&](const std::string& step, auto&, auto& reply) {
                                       if (step == "hospital-a GET cohort-a")
                                         of_a = reply.response.body;
                                       if (step == "hospital-b GET cohort-b")
                                         reply.response.body = of_a;
                                     }}),
                "cohort-b");
  expect_works(study);
}

TEST(Replay, OfAnOldChallengeIsRefused) {
  const Study study;
  Bytes old;
  host_run(study, {.after = [&](const std::string& step, auto&, auto& reply) {
             if (step == "hospital-a POST auth") old = reply.response.body;
           }});
  expect_failed(host_run(study, {.after =
                                     [&](const std::string& step, auto&, auto& reply) {
                                       if (step == "hospital-a POST auth")
                                         reply.response.body = old;
                                     }}),
                "nonce");
  expect_works(study);
}

TEST(Swap, OfInputsBetweenNamesIsRefused) {
  const Study study;
  expect_refused(study, study.run({"--input", "cohort-a=b.age", "--input", "cohort-b=a.age"}), {3},
                 "input cohort-a");
  expect_works(study);
}

TEST(Swap, OfAnInputForAnOlderCiphertextOfTheSameNameIsRefused) {
  const Study study;
  const Bytes old = study.read("a.age");
  study.encrypt("cohort-a", std::string(70000, 'A'));
  const Bytes fresh = study.read("a.age");
  study.write("a.age", old);
  expect_refused(study, study.run(), {3}, "input cohort-a");
  study.write("a.age", fresh);
  expect_works(study);
}

TEST(Swap, OfBrokersBetweenOwnersIsRefused) {
  const Study study;
  std::vector<std::string> arguments = {"--home",  "host",
                                        "run",     "c.json",
                                        "--image", "image",
                                        "--input", "cohort-a=a.age",
                                        "--input", "cohort-b=b.age",
                                        "-o",      "out",
                                        "--owner", "hospital-a=hospital-b",
                                        "--owner", "hospital-b=hospital-a"};
  const Ran ran = study.call(arguments);
  EXPECT_NE(ran.exit, 0);
  EXPECT_TRUE(study.results().empty());
  expect_works(study);
}

TEST(Truncation, OfAnyAnswerGivesNoResult) {
  const Study study;
  for (const char* target : {"host GET contract", "hospital-a POST auth", "hospital-a GET cohort-a",
                             "hospital-b POST attest", "host GET cohort-a", "host GET cohort-b"}) {
    for (const size_t eighths : {0U, 1U, 4U, 7U}) {
      SCOPED_TRACE(std::string(target) + ", " + std::to_string(eighths) + " eighths");
      Bytes part;
      expect_failed(host_run(
          study, {.after = [&](const std::string& step, auto&, auto& reply) {
            if (step != target) return;
            const Bytes& body = reply.response.body;
            part.assign(body.begin(),
                        body.begin() + static_cast<std::ptrdiff_t>(body.size() * eighths / 8));
            const uint64_t promised = body.size();
            reply =
                net::HttpReply(net::HttpResponse{}, std::make_unique<MemorySource>(part), promised);
          }}));
    }
  }
  expect_works(study);
}

TEST(Truncation, OfACiphertextFileIsRefused) {
  const Study study;
  const Bytes good = study.read("a.age");
  for (const size_t size : {size_t{0}, size_t{1}, size_t{150}, size_t{65536}, good.size() - 1}) {
    study.write("a.age", ByteView(good).first(size));
    SCOPED_TRACE(size);
    expect_refused(study, study.run(), {3}, "input cohort-a");
  }
  study.write("a.age", good);
  expect_works(study);
}

// Clock: one that jumps by `by` once `step` was seen.
struct Clock {
  Duration offset{0};
  HostRun run(const Study& study, const std::string& step, Duration by) {
    return host_run(study, {.before =
                                [&, step, by](const std::string& at, auto&, auto&) {
                                  if (at == step) offset = by;
                                },
                            .clock = [&] { return os::now() + offset; }});
  }
};

TEST(ClockJump, ForwardEndsTheSession) {
  const Study study;
  for (const char* step : {"hospital-a POST attest", "hospital-a GET cohort-a"}) {
    SCOPED_TRACE(step);
    expect_failed(Clock().run(study, step, minutes(6)), "session");
  }
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

TEST(ClockJump, BackwardEndsTheSession) {
  const Study study;
  for (const char* step : {"hospital-a POST attest", "hospital-a GET cohort-a"}) {
    SCOPED_TRACE(step);
    expect_failed(Clock().run(study, step, -minutes(1)), "session");
  }
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

TEST(ClockJump, FarAwayIsRefusedAsExpiredOrNotYetValid) {
  const Study study;
  for (const Duration by :
       {Duration(hours(4)), Duration(-hours(4)), Duration(hours(24L * 365 * 80))}) {
    SCOPED_TRACE(by.count());
    expect_failed(Clock().run(study, "hospital-a POST auth", by), "broker of hospital-a");
  }
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

TEST(Rollback, OfTheKeystoreBehindItsAnchorIsRefused) {
  const Study study;
  const std::string broker = "hospital-a/parties/hospital-a/broker";
  ASSERT_EQ(study.call({"--home", "hospital-a", "broker", "anchor", "--anchor", "anchor"}).exit, 0);
  fs::copy(study.path(broker), study.path("old"));
  const std::vector<std::string> anchored = {
      "--anchor", "hospital-a=anchor", "--input", "cohort-a=a.age", "--input", "cohort-b=b.age"};
  const Ran first = study.run(anchored);
  ASSERT_EQ(first.exit, 0) << first.err;
  fs::remove_all(study.path("out"));
  fs::rename(study.path(broker), study.path("new"));
  fs::copy(study.path("old"), study.path(broker));
  EXPECT_EQ(study.spent("hospital-a"), 0U) << "the budget is whole again";
  expect_refused(study, study.run(anchored), {3}, "anchor");
  fs::remove_all(study.path(broker));
  fs::rename(study.path("new"), study.path(broker));
  EXPECT_EQ(study.run(anchored).exit, 0);
}

}  // namespace
}  // namespace anchorhold::hostile
