#include "workload/wasm/named.h"

#include <gtest/gtest.h>

namespace anchorhold::wasi {
namespace {

class WasiNamedInput : public ::testing::Test {
 protected:
  Inputs inputs_{
      {{"a.csv", 1}, {"b", 2}, {"...", 3}},
      os::SocketStream(std::move(os::socket_pair(os::SocketKind::stream)).value().first)};
};

TEST_F(WasiNamedInput, IsFoundByItsName) {
  EXPECT_EQ(find_input(inputs_, "a.csv").index, 0U);
  EXPECT_EQ(find_input(inputs_, "./b").index, 1U);
  EXPECT_EQ(find_input(inputs_, ".//.///b").index, 1U);
  EXPECT_EQ(find_input(inputs_, "...").index, 2U);
}

TEST_F(WasiNamedInput, TheFolderItselfHasNoIndex) {
  for (const char* path : {".", "./", "././/."}) {
    const NamedInput folder = find_input(inputs_, path);
    EXPECT_TRUE(folder) << path;
    EXPECT_FALSE(folder.index) << path;
  }
}

TEST_F(WasiNamedInput, NothingElseIsThere) {
  EXPECT_EQ(find_input(inputs_, "c").error, Errno::noent);
  EXPECT_EQ(find_input(inputs_, "c/d").error, Errno::noent);
  EXPECT_EQ(find_input(inputs_, ".a").error, Errno::noent);
  EXPECT_EQ(find_input(inputs_, "A.CSV").error, Errno::noent);
  EXPECT_EQ(find_input(inputs_, std::string(256, 'n')).error, Errno::nametoolong);
}

TEST_F(WasiNamedInput, AnInputIsNoFolder) {
  EXPECT_EQ(find_input(inputs_, "b/").error, Errno::notdir);
  EXPECT_EQ(find_input(inputs_, "b/.").error, Errno::notdir);
  EXPECT_EQ(find_input(inputs_, "b/..").error, Errno::notdir);
  EXPECT_EQ(find_input(inputs_, "b/c").error, Errno::notdir);
}

TEST_F(WasiNamedInput, AboveIsOutside) {
  EXPECT_EQ(find_input(inputs_, "..").error, Errno::perm);
  EXPECT_EQ(find_input(inputs_, "./../b").error, Errno::perm);
}

}  // namespace
}  // namespace anchorhold::wasi
