#include "image/names.h"

#include <gtest/gtest.h>

namespace anchorhold::image {
namespace {

TEST(CheckName, TakesFileNamesOfTheDocumentedForm) {
  for (const char* name : {"a", "cohort-a", "model.json", "0_x", "a.."}) {
    EXPECT_TRUE(check_name("name", name).ok()) << name;
  }
  EXPECT_TRUE(check_name("name", std::string(64, 'a')).ok());
}

TEST(CheckName, RefusesWhatCouldBeMistakenForAPathOrOption) {
  for (const std::string name : {"", ".", "..", ".a", "-a", "_a", "a/b", "A", "a b", "é"}) {
    const Status status = check_name("inputs[0]", name);
    ASSERT_FALSE(status.ok()) << name;
    EXPECT_EQ(status.error().code, Code::malformed);
    EXPECT_EQ(status.error().object, "inputs[0]");
  }
  EXPECT_FALSE(check_name("name", std::string(65, 'a')).ok());
  EXPECT_FALSE(check_name("name", std::string("a\0b", 3)).ok());
  EXPECT_FALSE(check_name("name", "a\n").ok());
}

TEST(CheckPath, RefusesEveryFormButOne) {
  EXPECT_TRUE(check_path("path", "usr/lib/libc.so.6").ok());
  EXPECT_TRUE(check_path("path", "a/..b/c..").ok());
  for (const std::string path : {"", "/a", "a/", "a//b", ".", "a/./b", "..", "a/../b", "a/..",
                                 "a\nb", "a\x7f", "\xff", ".wh.a", "a/.wh.b", "a/.wh..wh..opq"}) {
    EXPECT_FALSE(check_path("path", path).ok()) << printable(path);
  }
  EXPECT_FALSE(check_path("path", std::string("a\0b", 3)).ok());
  EXPECT_FALSE(check_path("path", std::string(256, 'a')).ok());
  std::string deep = "a";
  while (deep.size() < 4096) deep += "/a";
  EXPECT_FALSE(check_path("path", deep).ok());
}

TEST(CleanPath, DropsOnlyWhatMeansNothing) {
  EXPECT_EQ(*clean_path("path", "./bin/sh"), "bin/sh");
  EXPECT_EQ(*clean_path("path", "bin/"), "bin");
  EXPECT_EQ(*clean_path("path", "././bin"), "bin");
  EXPECT_EQ(*clean_path("path", "./"), "");
  EXPECT_EQ(*clean_path("path", "."), "");
  for (const char* path : {"", "/", "/etc/passwd", "../a", "a/../../b", "./..", "a//", "a/./b"}) {
    EXPECT_FALSE(clean_path("path", path).ok()) << path;
  }
}

TEST(Printable, ShowsHostileBytes) {
  EXPECT_EQ(printable("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("é"), "é");
}

}  // namespace
}  // namespace anchorhold::image
