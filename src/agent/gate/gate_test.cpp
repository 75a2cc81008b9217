#include "agent/gate/gate.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "testkit/sample_contract.h"

namespace anchorhold::agent {
namespace {

// The sample contract: "model" is JSON with "auc" required, "tables" CSV with groups of 10 or more.
class Gate : public testing::Test {
 protected:
  Gate() {
    std::string name = (std::filesystem::temp_directory_path() / "anchorhold-gate-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    out_ = os::Fd(::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    write("model", R"({"auc": 0.9})");
    write("tables", "group,n\na,10\n");
  }
  ~Gate() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ + "/" + name, std::ios::binary) << content;
  }
  Result<Outputs> pass() const { return pass_gate(out_, contract_); }
  void expect_refused(std::string_view object) const {
    const auto outputs = pass();
    ASSERT_FALSE(outputs.ok());
    EXPECT_EQ(outputs.error().code, Code::denied);
    EXPECT_EQ(outputs.error().object, object);
  }

  std::string folder_;
  os::Fd out_;
  contract::Contract contract_ = testkit::SampleContract().fully_signed().contract;
};

TEST_F(Gate, LetsThroughWhatTheContractAllows) {
  const auto outputs = pass();
  ASSERT_TRUE(outputs.ok()) << outputs.error().to_string();
  EXPECT_EQ(outputs->size(), 2U);
}

TEST_F(Gate, AJsonOutputLeavesInItsCanonicalForm) {
  write("model", "{ \"auc\"\t:\n 0.90000000000000000000000000000000000000123 }\n");
  const auto outputs = pass();
  ASSERT_TRUE(outputs.ok()) << outputs.error().to_string();
  EXPECT_EQ(text_of(outputs->at("model")), R"({"auc":0.9})");
}

TEST_F(Gate, TheCanonicalFormMustFitToo) {
  write("model", R"({"auc": 0.9, "n": 1e20})");
  contract_.outputs.at("model").max_bytes = 24;
  contract_.outputs.at("model").schema = json::Value::object({});
  expect_refused("output model");
}

TEST_F(Gate, AJsonOutputMustBeJson) {
  for (const char* text : {"", "{", "{}{}", "{\"auc\": 1, \"auc\": 2}", "\xff", "NaN"}) {
    write("model", text);
    expect_refused("output model");
  }
}

TEST_F(Gate, AJsonOutputMustFitItsSchema) {
  write("model", R"({"other": 1})");
  expect_refused("output model");
}

TEST_F(Gate, ARefusalQuotesNoContent) {
  write("model", "{\"Smith\": 1, \"Smith\": 2}");
  EXPECT_EQ(pass().error().to_string().find("output model"), 0U);
}

TEST_F(Gate, ACsvOutputMustKeepTheDisclosureRule) {
  write("tables", "group,n\na,9\n");
  expect_refused("output tables");
  EXPECT_EQ(pass().error().seen, "line 2");
}

TEST_F(Gate, OneBadOutputHoldsAllBack) {
  write("tables", "no csv of ours");
  EXPECT_FALSE(pass().ok());
}

TEST_F(Gate, BytesAreTakenAsTheyAre) {
  contract_.outputs["model"].format = contract::Format::bytes;
  contract_.outputs["model"].schema.reset();
  write("model", std::string("\0\xff\n", 3));
  EXPECT_TRUE(pass().ok());
}

}  // namespace
}  // namespace anchorhold::agent
