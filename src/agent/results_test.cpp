#include "agent/results.h"

#include <gtest/gtest.h>

#include "age/decrypt.h"
#include "agent/report.h"
#include "crypto/hash.h"
#include "receipt/result_file.h"
#include "receipt/wrapped_output.h"
#include "testkit/sample_contract.h"

namespace anchorhold::agent {
namespace {

const std::string kRun(32, 'a');

class Results : public testing::Test {
 protected:
  Results() : sealed_(parties_.fully_signed()) {}

  Result<SealedResults> seal(const std::string& model, const std::string& tables,
                             std::string_view log = "") {
    Outputs outputs = {{"model", copy_of(bytes_of(model))}, {"tables", copy_of(bytes_of(tables))}};
    return seal_results(sealed_, kRun, outputs, copy_of(bytes_of(log)), random_);
  }

  // What `party` reads of `file`; empty when it cannot.
  Bytes open(ByteView file, const std::string& party) const {
    MemorySource source(file);
    MemorySink sink;
    return age::decrypt(source, sink, {&parties_.identity(party), 1}).ok() ? sink.take() : Bytes();
  }
  std::string content(ByteView file, const std::string& party) const {
    const Bytes plain = open(file, party);
    const auto result = receipt::unpack_result("r", plain);
    return result.ok() ? string_of(result->content) : "(shut)";
  }

  testkit::SampleContract parties_;
  contract::SealedContract sealed_;
  testkit::FixedRandom random_;
};

TEST_F(Results, EachOutputOpensForItsRecipientsAlone) {
  const auto results = seal("m", "r");
  ASSERT_TRUE(results.ok()) << results.error().to_string();
  const Bytes& model = results->files.at("model");
  EXPECT_EQ(content(model, "hospital-a"), "m");
  EXPECT_EQ(content(model, "hospital-b"), "m");
  EXPECT_EQ(content(model, "lab"), "(shut)");
  EXPECT_EQ(content(model, "auditor"), "(shut)");
}

TEST_F(Results, TheHeadSaysOfWhichRunAndContractItIs) {
  const auto results = seal("m", "r");
  const Bytes plain = open(results->files.at("model"), "hospital-a");
  const auto result = receipt::unpack_result("r", plain);
  EXPECT_EQ(result->head.run, kRun);
  EXPECT_EQ(result->head.contract, sealed_.digest);
  EXPECT_EQ(result->head.output, "model");
}

TEST_F(Results, AnOutputThatWaitsForApprovalIsShutForItsRecipients) {
  const auto results = seal("m", "r");
  const Bytes& tables = results->files.at("tables");
  EXPECT_EQ(content(tables, "hospital-a"), "(shut)");
  EXPECT_EQ(content(tables, "auditor"), "(shut)");

  const auto share = receipt::open_share("s", results->files.at("tables.share.auditor"),
                                         {&parties_.identity("auditor"), 1},
                                         results->made.at("tables"), "auditor");
  ASSERT_TRUE(share.ok()) << share.error().to_string();
  std::vector<receipt::OpenedShare> shares;
  shares.push_back({share->number, share->share.duplicate()});
  const auto inner = receipt::unwrap_output("o", tables, shares);
  ASSERT_TRUE(inner.ok());
  EXPECT_EQ(content(*inner, "hospital-a"), "r");
  EXPECT_EQ(content(*inner, "auditor"), "(shut)");
}

TEST_F(Results, APreviewOpensForTheApproversAlone) {
  const auto results = seal("m", "r");
  EXPECT_EQ(content(results->files.at("tables.preview"), "auditor"), "r");
  EXPECT_EQ(content(results->files.at("tables.preview"), "hospital-a"), "(shut)");
}

TEST_F(Results, TheReceiptNamesEveryCiphertext) {
  const auto results = seal("m", "r");
  for (const auto& [name, made] : results->made) {
    EXPECT_EQ(made.sha256, crypto::sha256(results->files.at(name)));
    EXPECT_EQ(made.bytes, results->files.at(name).size());
  }
  EXPECT_EQ(results->made.at("tables").preview_sha256,
            crypto::sha256(results->files.at("tables.preview")));
  EXPECT_EQ(results->files.size(), 4U);
}

TEST_F(Results, TheLogLeavesOnlyWhereTheContractNamesIt) {
  EXPECT_FALSE(seal("m", "r", "a log")->files.contains("log"));
  sealed_.contract.log = contract::LogOutput{{"hospital-b"}, 100};
  const auto results = seal("m", "r", "a log");
  ASSERT_TRUE(results.ok());
  EXPECT_EQ(content(results->files.at("log"), "hospital-b"), "a log");
  EXPECT_EQ(content(results->files.at("log"), "hospital-a"), "(shut)");
}

TEST_F(Results, SizesInOneBucketLookAlikeFromOutside) {
  const auto size = [&](size_t bytes) {
    return seal(std::string(bytes, 'x'), "r")->files.at("model").size();
  };
  EXPECT_EQ(size(0), size(1024));
  EXPECT_EQ(size(1025), size(4096));
  EXPECT_LT(size(1024), size(1025));
}

TEST_F(Results, AReportIsForTheOwnersAndAlwaysOfOneSize) {
  Report failed;
  failed.reason = "output model: too large";
  failed.end.end = workload::End::failure;
  failed.end.exit_status = 3;
  const auto file = seal_report(sealed_, kRun, failed, random_);
  ASSERT_TRUE(file.ok());
  EXPECT_NE(content(*file, "hospital-a").find("too large"), std::string::npos);
  EXPECT_NE(content(*file, "hospital-b").find("\"exit_status\":3"), std::string::npos);
  EXPECT_EQ(content(*file, "lab"), "(shut)");
  EXPECT_EQ(content(*file, "auditor"), "(shut)");

  Report other;
  other.end = failed.end;
  other.reason = std::string(5000, '\x01');
  const auto longest = seal_report(sealed_, kRun, other, random_);
  ASSERT_TRUE(longest.ok()) << longest.error().to_string();
  const auto shortest = seal_report(sealed_, kRun, Report{}, random_);
  EXPECT_EQ(longest->size(), file->size());
  EXPECT_EQ(shortest->size(), file->size());
}

TEST_F(Results, AReportWithoutAReaderIsNotMade) {
  for (const char* owner : {"hospital-a", "hospital-b"})
    sealed_.contract.parties.at(owner).recipient.clear();
  EXPECT_TRUE(seal_report(sealed_, kRun, Report{}, random_)->empty());
}

}  // namespace
}  // namespace anchorhold::agent
