#include "image/tree.h"

#include <gtest/gtest.h>

namespace anchorhold::image {
namespace {

TEST(FileTree, MakesMissingParents) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("usr/lib/x", Bytes{1}, false).ok());
  ASSERT_NE(tree.find("usr/lib"), nullptr);
  EXPECT_EQ(tree.find("usr")->type, NodeType::directory);
}

TEST(FileTree, NeverWritesThroughALink) {
  FileTree tree;
  ASSERT_TRUE(tree.add_symlink("bin", "usr/bin").ok());
  ASSERT_TRUE(tree.add_file("file", Bytes{}, false).ok());
  EXPECT_FALSE(tree.add_file("bin/sh", Bytes{}, true).ok());
  EXPECT_FALSE(tree.add_file("file/x", Bytes{}, true).ok());
  EXPECT_EQ(tree.find("bin/sh"), nullptr);
}

TEST(FileTree, ReplacingADirectoryDropsWhatWasInIt) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("a/b/c", Bytes{}, false).ok());
  ASSERT_TRUE(tree.add_file("a.b", Bytes{}, false).ok());
  ASSERT_TRUE(tree.add_directory("a").ok());
  EXPECT_NE(tree.find("a/b/c"), nullptr);
  ASSERT_TRUE(tree.add_symlink("a", "elsewhere").ok());
  EXPECT_EQ(tree.find("a/b"), nullptr);
  EXPECT_EQ(tree.find("a/b/c"), nullptr);
  EXPECT_NE(tree.find("a.b"), nullptr);
}

TEST(FileTree, ResolvesLinksInsideItsOwnRoot) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("usr/bin/python3.11", Bytes{}, true).ok());
  ASSERT_TRUE(tree.add_symlink("usr/bin/python3", "python3.11").ok());
  ASSERT_TRUE(tree.add_symlink("usr/bin/python", "/usr/bin/python3").ok());
  ASSERT_TRUE(tree.add_symlink("bin", "usr/bin").ok());
  ASSERT_TRUE(tree.add_symlink("out", "../../../usr/bin/python").ok());
  ASSERT_TRUE(tree.add_symlink("round", "about").ok());
  ASSERT_TRUE(tree.add_symlink("about", "round").ok());
  ASSERT_TRUE(tree.add_symlink("lost", "/nowhere").ok());
  EXPECT_EQ(*tree.resolve("/bin/python"), "usr/bin/python3.11");
  EXPECT_EQ(*tree.resolve("out"), "usr/bin/python3.11");
  EXPECT_EQ(*tree.resolve("/bin/../bin/./python3"), "usr/bin/python3.11");
  EXPECT_EQ(*tree.resolve("/"), "");
  for (const char* path : {"round", "lost", "nothing", "usr/bin/python3.11/x"}) {
    EXPECT_EQ(tree.resolve(path).error().code, Code::not_found) << path;
  }
}

}  // namespace
}  // namespace anchorhold::image
