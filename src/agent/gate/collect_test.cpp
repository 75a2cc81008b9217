#include "agent/gate/collect.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

namespace anchorhold::agent {
namespace {

// A folder in the place of /out, with one output declared: "model", of at most 10 bytes.
class Collect : public testing::Test {
 protected:
  Collect() {
    std::string name =
        (std::filesystem::temp_directory_path() / "anchorhold-collect-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    out_ = os::Fd(::open(folder_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    declared_["model"].max_bytes = 10;
  }
  ~Collect() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name), std::ios::binary) << content;
  }
  Result<Outputs> collect() const { return collect_outputs(out_, declared_); }
  void expect_refused(std::string_view object, std::string_view message) const {
    const auto outputs = collect();
    ASSERT_FALSE(outputs.ok());
    EXPECT_EQ(outputs.error().code, Code::denied);
    EXPECT_EQ(outputs.error().object, object);
    EXPECT_EQ(outputs.error().message, message);
  }

  std::string folder_;
  os::Fd out_;
  std::map<std::string, contract::Output> declared_;
};

TEST_F(Collect, TakesADeclaredRegularFile) {
  write("model", "content");
  const auto outputs = collect();
  ASSERT_TRUE(outputs.ok()) << outputs.error().to_string();
  EXPECT_EQ(text_of(outputs->at("model")), "content");
}

TEST_F(Collect, TakesAnEmptyFileAndOneOfExactlyMaxBytes) {
  write("model", "");
  EXPECT_TRUE(collect().ok());
  write("model", "0123456789");
  EXPECT_TRUE(collect().ok());
}

TEST_F(Collect, RefusesOneByteMore) {
  write("model", "0123456789a");
  expect_refused("output model", "too large");
}

TEST_F(Collect, RefusesAMissingOutput) {
  expect_refused("output model", "missing");
}

TEST_F(Collect, RefusesEverythingForOneUndeclaredName) {
  write("model", "content");
  write("other", "x");
  expect_refused("/out", "holds a file that is not declared");
  EXPECT_EQ(collect().error().seen, "other");
}

TEST_F(Collect, RefusesAHiddenUndeclaredName) {
  write("model", "content");
  write(".model", "x");
  expect_refused("/out", "holds a file that is not declared");
}

TEST_F(Collect, AnUndeclaredNameIsShownWithoutItsControlCharacters) {
  write("model", "content");
  write("a\nb\x1b[2J", "x");
  const auto outputs = collect();
  ASSERT_FALSE(outputs.ok());
  EXPECT_EQ(outputs.error().seen, "a\\x0ab\\x1b[2J");
}

TEST_F(Collect, RefusesASymbolicLinkEvenToARegularFile) {
  const std::string target = folder_ + "-target";
  std::ofstream(target) << "secret";
  std::filesystem::create_symlink(target, path("model"));
  expect_refused("output model", "cannot be opened as a file");
  std::filesystem::remove(target);
}

TEST_F(Collect, RefusesADanglingSymbolicLink) {
  std::filesystem::create_symlink("/nowhere", path("model"));
  expect_refused("output model", "cannot be opened as a file");
}

TEST_F(Collect, RefusesAFileWithASecondNameElsewhere) {
  const std::string other = folder_ + "-other";
  write("model", "content");
  std::filesystem::create_hard_link(path("model"), other);
  expect_refused("output model", "has more than one name");
  std::filesystem::remove(other);
}

TEST_F(Collect, RefusesTwoDeclaredNamesOfOneFile) {
  declared_["tables"].max_bytes = 10;
  write("model", "content");
  std::filesystem::create_hard_link(path("model"), path("tables"));
  expect_refused("output model", "has more than one name");
}

TEST_F(Collect, RefusesAFifoWithoutWaitingForAWriter) {
  ASSERT_EQ(::mkfifo(path("model").c_str(), 0600), 0);
  expect_refused("output model", "not a regular file");
}

TEST_F(Collect, RefusesADirectory) {
  std::filesystem::create_directory(path("model"));
  expect_refused("output model", "not a regular file");
}

TEST_F(Collect, RefusesASocket) {
  const os::Fd socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path("model").c_str(), sizeof(address.sun_path) - 1);
  // The socket interface takes every address through this one type.
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  expect_refused("output model", "cannot be opened as a file");
}

TEST_F(Collect, ASparseFileCountsAtItsFullLength) {
  write("model", "");
  ASSERT_EQ(::truncate(path("model").c_str(), off_t{1} << 40), 0);
  expect_refused("output model", "too large");
  ASSERT_EQ(::truncate(path("model").c_str(), 10), 0);
  const auto outputs = collect();
  ASSERT_TRUE(outputs.ok());
  EXPECT_EQ(outputs->at("model"), Bytes(10));
}

TEST_F(Collect, TakesAllOrNone) {
  declared_["tables"].max_bytes = 3;
  write("model", "content");
  write("tables", "1234");
  expect_refused("output tables", "too large");
  write("tables", "123");
  EXPECT_EQ(collect()->size(), 2U);
}

TEST_F(Collect, NothingDeclaredMeansNothingMayBeThere) {
  declared_.clear();
  EXPECT_TRUE(collect()->empty());
  std::filesystem::create_directory(path("folder"));
  expect_refused("/out", "holds a file that is not declared");
}

}  // namespace
}  // namespace anchorhold::agent
