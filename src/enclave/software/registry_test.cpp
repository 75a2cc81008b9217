#include "enclave/software/registry.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace anchorhold::enclave {
namespace {

class RegistryTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/anchorhold-registry-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    // Longer than a socket's path may be.
    folder_ = pattern + "/" + std::string(120, 'x') + "/run";
    top_ = pattern;
  }
  void TearDown() override { std::filesystem::remove_all(top_); }

  std::unique_ptr<Registration> add(const std::string& id) {
    auto made = Registration::create(folder_,
                                     {.id = id,
                                      .monitor_pid = 1,
                                      .image = "sha256:00",
                                      .contract_name = "study",
                                      .contract_digest = "ab"},
                                     [](const std::string& command) -> Result<Bytes> {
                                       if (command == "stop")
                                         return Error{Code::denied, "stop", "not now"};
                                       return copy_of(bytes_of("did " + command));
                                     });
    EXPECT_TRUE(made.ok()) << made.error().to_string();
    return *std::move(made);
  }

  std::string folder_;
  std::string top_;
};

TEST_F(RegistryTest, ListsWhatRunsAndForgetsWhatEnded) {
  EXPECT_TRUE(list_enclaves(folder_)->empty());
  const auto first = add("software-a-enc01");
  {
    const auto second = add("software-a-enc02");
    EXPECT_EQ(list_enclaves(folder_)->size(), 2U);
  }
  const auto left = list_enclaves(folder_);
  ASSERT_EQ(left->size(), 1U);
  EXPECT_EQ(left->front().contract_name, "study");
}

TEST_F(RegistryTest, RemovesTheFilesOfADeadMonitor) {
  const auto alive = add("software-a-enc01");
  std::ofstream(folder_ + "/software-a-enc09.json") << "{}";
  EXPECT_EQ(list_enclaves(folder_)->size(), 1U);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/software-a-enc09.json"));
}

TEST_F(RegistryTest, CarriesCommandsAndTheirErrors) {
  const auto first = add("software-a-enc01");
  const auto second = add("software-a-enc12");
  EXPECT_EQ(string_of(*send_control(folder_, "software-a-enc0", "attest 00")), "did attest 00");
  const auto refused = send_control(folder_, "software-a-enc12", "stop");
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("not now"), std::string::npos);
  EXPECT_EQ(send_control(folder_, "software-a", "stop").error().code, Code::not_found);
  const auto unknown = send_control(folder_, "other", "stop");
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().hint.find("software-a-enc12"), std::string::npos);
}

}  // namespace
}  // namespace anchorhold::enclave
