// The host changes bytes: of the contract, the image, the ciphertexts, the evidence, the JWE, the
// results and the receipt. Every region of each is hit, its first and its last byte too.

#include <gtest/gtest.h>

#include <filesystem>

#include "host.h"

namespace anchorhold::hostile {
namespace {

namespace fs = std::filesystem;

// No change is ever accepted, whichever of the documented codes says so.
const std::vector<int> kRefusals = {2, 3, 4};

void flip(Bytes& bytes, size_t at) {
  bytes.at(at) ^= 1;
}

std::string flipped(ByteView bytes, size_t at) {
  Bytes copy = copy_of(bytes);
  flip(copy, at);
  return string_of(copy);
}

TEST(ChangedByte, OfTheContractIsRefused) {
  const Study study;
  const Bytes good = study.read("c.json");
  for (const size_t at : positions(good.size(), 60)) {
    study.write("c.json", bytes_of(flipped(good, at)));
    SCOPED_TRACE(at);
    expect_refused(study, study.run(), kRefusals);
  }
  study.write("c.json", good);
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

// The index is not part of the image: a change in it either hides the image, or changes nothing.
TEST(ChangedByte, OfTheImageIsRefused) {
  const Study study;
  size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(study.path("image"))) {
    if (!entry.is_regular_file() || entry.path().filename() == "index.json") continue;
    ++files;
    const std::string name = fs::relative(entry.path(), study.path("")).string();
    const Bytes good = study.read(name);
    for (const size_t at : positions(good.size(), 8)) {
      study.write(name, bytes_of(flipped(good, at)));
      SCOPED_TRACE(name + " at " + std::to_string(at));
      expect_refused(study, study.run(), kRefusals);
    }
    study.write(name, good);
  }
  EXPECT_GE(files, 4U);
  EXPECT_EQ(study.spent("hospital-a"), 0U);
  expect_works(study);
}

TEST(ChangedByte, OfTheImagesIndexRunsTheApprovedImageOrNone) {
  const Study study;
  const Bytes good = study.read("image/index.json");
  for (const size_t at : positions(good.size(), 24)) {
    study.write("image/index.json", bytes_of(flipped(good, at)));
    SCOPED_TRACE(at);
    if (study.run().exit != 0) {
      EXPECT_TRUE(study.results().empty());
      continue;
    }
    EXPECT_EQ(study.call({"verify", "out/receipt.json", "--contract", "c.json"}).exit, 0);
    fs::remove_all(study.path("out"));
  }
}

TEST(ChangedByte, OfACiphertextIsRefused) {
  const Study study;
  const Bytes good = study.read("a.age");
  std::vector<size_t> sample = positions(good.size(), 12);
  // The header: version, stanza, body, MAC; then the payload's nonce.
  for (const size_t at : {3U, 25U, 40U, 100U, 140U, 190U, 200U}) sample.push_back(at);
  for (const size_t at : sample) {
    study.write("a.age", bytes_of(flipped(good, at)));
    SCOPED_TRACE(at);
    expect_refused(study, study.run(), {3}, "input cohort-a");
  }
  study.write("a.age", good);
  expect_works(study);
}

TEST(ChangedByte, OfTheEvidenceOrItsRequestIsRefused) {
  const Study study;
  size_t size = 0;
  const HostRun honest =
      host_run(study, {.before = [&](const std::string& step, auto&, auto& request) {
                 if (step == "hospital-a POST attest") size = request.body.size();
               }});
  ASSERT_TRUE(honest.outcome.ok.value_or(false)) << honest.outcome.detail;
  ASSERT_GT(size, 1000U);
  const uint64_t spent = study.spent("hospital-a");
  for (const size_t at : positions(size, 24)) {
    SCOPED_TRACE(at);
    expect_failed(host_run(study, {.before =
                                       [&](const std::string& step, auto&, auto& request) {
                                         if (step != "hospital-a POST attest") return;
                                         flip(request.body, std::min(at, request.body.size() - 1));
                                       }}),
                  "broker of hospital-a");
  }
  EXPECT_EQ(study.spent("hospital-a"), spent) << "a refused run is not spent";
  expect_works(study);
}

TEST(ChangedByte, OfTheJweIsRefused) {
  const Study study;
  size_t size = 0;
  host_run(study, {.after = [&](const std::string& step, auto&, auto& reply) {
             if (step == "hospital-a GET cohort-a") size = reply.response.body.size();
           }});
  ASSERT_GT(size, 500U);
  for (const size_t at : positions(size, 24)) {
    SCOPED_TRACE(at);
    expect_failed(host_run(study, {.after =
                                       [&](const std::string& step, auto&, auto& reply) {
                                         if (step != "hospital-a GET cohort-a") return;
                                         Bytes& body = reply.response.body;
                                         flip(body, std::min(at, body.size() - 1));
                                       }}),
                  "cohort-a");
  }
  expect_works(study);
}

TEST(ChangedByte, OfAnyOtherAnswerNeverGivesAResult) {
  const Study study;
  for (const char* target : {"host GET contract", "hospital-a POST auth", "host GET cohort-b"}) {
    for (const size_t part : {0U, 1U, 2U, 3U, 4U}) {
      SCOPED_TRACE(std::string(target) + ", part " + std::to_string(part));
      expect_failed(host_run(study, {.after = [&](const std::string& step, auto&, auto& reply) {
                               if (step != target) return;
                               Bytes& body = reply.response.body;
                               flip(body, part * (body.size() - 1) / 4);
                             }}));
    }
  }
  expect_works(study);
}

TEST(ChangedByte, OfTheReceiptIsNeverAccepted) {
  const Study study;
  expect_works(study);
  const Bytes good = study.read("out/receipt.json");
  for (const size_t at : positions(good.size(), 120)) {
    study.write("changed.json", bytes_of(flipped(good, at)));
    const Ran ran = study.call({"verify", "changed.json", "--contract", "c.json"});
    EXPECT_TRUE(ran.exit == 2 || ran.exit == 3) << at << ": exit " << ran.exit << ran.err;
  }
  EXPECT_EQ(study.call({"verify", "out/receipt.json", "--contract", "c.json"}).exit, 0);
  EXPECT_EQ(study.call({"verify", "out/receipt.json"}).exit, 7);
}

TEST(ChangedByte, OfAResultIsNotOpened) {
  const Study study;
  expect_works(study);
  const Bytes good = study.read("out/model.age");
  for (const size_t at : positions(good.size(), 16)) {
    study.write("changed.age", bytes_of(flipped(good, at)));
    const Ran ran = study.call({"--home", "hospital-a", "decrypt", "--receipt", "out/receipt.json",
                                "--contract", "c.json", "-o", "model", "changed.age"});
    EXPECT_EQ(ran.exit, 3) << at << ran.err;
    EXPECT_FALSE(fs::exists(study.path("model"))) << at;
  }
}

}  // namespace
}  // namespace anchorhold::hostile
