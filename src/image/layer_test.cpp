#include "image/layer.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "image/tar_header.h"
#include "testkit/attack.h"
#include "testkit/forged_tar.h"

namespace anchorhold::image {
namespace {

using testkit::forge_tar;

FileTree sample_tree() {
  FileTree tree;
  EXPECT_TRUE(tree.add_file("app", Bytes(700, 'x'), true).ok());
  EXPECT_TRUE(tree.add_file("etc/empty", Bytes{}, false).ok());
  EXPECT_TRUE(tree.add_file("etc/full", Bytes(512, 'y'), false).ok());
  EXPECT_TRUE(tree.add_file("etc/same", Bytes(512, 'y'), false).ok());
  EXPECT_TRUE(tree.add_symlink("bin", "usr/bin").ok());
  EXPECT_TRUE(tree.add_directory("usr/bin").ok());
  const std::string deep = "long/" + std::string(120, 'n');
  EXPECT_TRUE(tree.add_file(deep + "/" + std::string(90, 'm'), Bytes(3, 'z'), false).ok());
  EXPECT_TRUE(tree.add_symlink("zlink", std::string(300, 't')).ok());
  return tree;
}

Bytes layer_of(const FileTree& tree) {
  MemorySink sink;
  EXPECT_TRUE(write_layer(tree, sink).ok());
  return sink.take();
}

Status check(ByteView layer) {
  MemoryAccess access(layer);
  return check_layer(access);
}

// The entries as they stand, with no rule applied: what a hostile writer can make.
Bytes raw_layer(const std::vector<Entry>& entries) {
  Bytes out;
  for (const Entry& entry : entries) {
    append(out, encode_header(entry));
    out.resize(out.size() + padded(entry.size));
  }
  out.resize(out.size() + 2 * tar_block);
  return out;
}

bool same(const FileTree& a, const FileTree& b) {
  const auto equal = [](const auto& x, const auto& y) {
    const Node& one = x.second;
    const Node& two = y.second;
    const bool content = (one.content == nullptr) == (two.content == nullptr) &&
                         (one.content == nullptr || *one.content == *two.content);
    return x.first == y.first && one.type == two.type && one.executable == two.executable &&
           one.target == two.target && content;
  };
  return std::equal(a.nodes().begin(), a.nodes().end(), b.nodes().begin(), b.nodes().end(), equal);
}

TEST(Layer, RoundTrips) {
  const FileTree tree = sample_tree();
  const Bytes layer = layer_of(tree);
  MemoryAccess access(layer);
  const Result<FileTree> back = read_layer(access, 1U << 20);
  ASSERT_TRUE(back.ok()) << back.error().to_string();
  EXPECT_TRUE(same(tree, *back));
  EXPECT_EQ(layer_of(*back), layer);
}

TEST(Layer, EqualFilesBecomeHardLinksToTheFirst) {
  const Bytes layer = layer_of(sample_tree());
  MemoryAccess access(layer);
  LayerReader reader(access);
  bool seen = false;
  for (;;) {
    const auto entry = reader.next();
    ASSERT_TRUE(entry.ok());
    if (!entry->has_value()) break;
    if ((*entry)->path != "etc/same") continue;
    seen = true;
    EXPECT_EQ((*entry)->type, EntryType::hardlink);
    EXPECT_EQ((*entry)->target, "etc/full");
  }
  EXPECT_TRUE(seen);
}

TEST(Layer, DoesNotDependOnTheOrderOfAdding) {
  std::vector<int> order = {0, 1, 2, 3, 4};
  Bytes first;
  do {
    FileTree tree;
    for (const int i : order) {
      const std::string path = i < 3 ? "d/" + std::to_string(i) : std::to_string(i);
      ASSERT_TRUE(tree.add_file(path, Bytes(7, static_cast<uint8_t>(i / 2)), i == 1).ok());
    }
    const Bytes layer = layer_of(tree);
    if (first.empty()) first = layer;
    ASSERT_EQ(layer, first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(Layer, RefusesEveryTruncation) {
  testkit::for_each_truncation(layer_of(sample_tree()),
                               [](ByteView prefix) { EXPECT_FALSE(check(prefix).ok()); });
}

TEST(Layer, EveryFlippedBitIsRefusedOrAnotherTree) {
  const FileTree tree = sample_tree();
  const Bytes layer = layer_of(tree);
  testkit::for_each_bit_flip(layer, [&](ByteView mutant, size_t bit) {
    if (!check(mutant).ok()) return;  // what is left is content and the text of long paths
    MemoryAccess access(mutant);
    const Result<FileTree> other = read_layer(access, 1U << 20);
    ASSERT_TRUE(other.ok()) << bit;
    ASSERT_FALSE(same(tree, *other)) << "two encodings of one tree, bit " << bit;
  });
}

TEST(Layer, RefusesHostileEntries) {
  const Entry file{.path = "a", .type = EntryType::file, .size = 1};
  const Entry directory{.path = "d", .type = EntryType::directory};
  const auto hard = [](std::string path, std::string target, bool executable = false) {
    return Entry{.path = std::move(path),
                 .type = EntryType::hardlink,
                 .executable = executable,
                 .target = std::move(target)};
  };
  const auto soft = [](std::string path, std::string target) {
    return Entry{.path = std::move(path), .type = EntryType::symlink, .target = std::move(target)};
  };
  const auto named = [](std::string path) {
    return Entry{.path = std::move(path), .type = EntryType::file};
  };
  ASSERT_TRUE(check(raw_layer({file, hard("b", "a"), directory, named("d/x")})).ok());
  const std::vector<Entry> hostile[] = {
      {named("/etc/passwd")},
      {named("../x")},
      {directory, named("d/../x")},
      {directory, named("d//x")},
      {named("./x")},
      {named("")},
      {named("a\nb")},
      {named(".wh.x")},
      {named("d/x")},                       // no parent
      {file, named("a/x")},                 // parent is a file
      {soft("d", "/etc"), named("d/x")},    // parent is a link
      {named("b"), named("a")},             // descending
      {named("a"), named("a")},             // twice
      {directory, soft("d", "/etc")},       // directory replaced by a link
      {hard("a", "b"), named("b")},         // target comes later
      {file, hard("b", "a", true)},         // other mode
      {directory, hard("e", "d")},          // target is a directory
      {soft("a", "x"), hard("b", "a")},     // target is a link
      {hard("b", "../../etc/shadow")},      // target outside
      {hard("b", "")},                      // no target
      {soft("b", "")},                      // no target
      {soft("b", std::string(5000, 'x'))},  // target too long
      {soft("b", "x\ny")},                  // control character
      {named(std::string(256, 'n'))},       // name too long
      {Entry{.path = "d", .type = EntryType::directory, .target = "x"}},
  };
  for (const auto& entries : hostile) {
    EXPECT_FALSE(check(raw_layer(entries)).ok()) << entries.back().path;
  }
}

TEST(Layer, RefusesOtherFormsOfTheSameArchive) {
  // The same file by a foreign writer: other modes, owners, times, types, sizes.
  EXPECT_FALSE(check(forge_tar({{.path = "a", .mode = 0600}})).ok());
  EXPECT_FALSE(check(forge_tar({{.path = "a", .mode = 04755}})).ok());
  EXPECT_FALSE(check(forge_tar({{.path = "a", .time = 1}})).ok());
  EXPECT_FALSE(check(forge_tar({{.path = "a", .uid = 1000}})).ok());
  for (const char type : {'3', '4', '6', '7', 'L', 'K', 'g', 'S', '\0', 'A'}) {
    EXPECT_FALSE(check(forge_tar({{.path = "a", .type = type}})).ok()) << type;
  }
  EXPECT_FALSE(check(forge_tar({{.path = "d", .type = '5', .mode = 0755}})).ok());  // no '/'
}

TEST(Layer, RefusesBytesBehindTheEnd) {
  Bytes layer = layer_of(sample_tree());
  ASSERT_TRUE(check(layer).ok());
  Bytes longer = layer;
  longer.resize(longer.size() + tar_block);
  EXPECT_FALSE(check(longer).ok());
  Bytes shorter(layer.begin(), layer.end() - tar_block);
  EXPECT_FALSE(check(shorter).ok());
}

TEST(Layer, RefusesContentBehindTheEnd) {
  Bytes layer = encode_header({.path = "a", .type = EntryType::file, .size = max_file_bytes});
  layer.resize(layer.size() + 4 * tar_block);
  EXPECT_FALSE(check(layer).ok());
}

TEST(Layer, ReadingKeepsTheLimit) {
  const Bytes layer = layer_of(sample_tree());
  MemoryAccess access(layer);
  EXPECT_EQ(read_layer(access, 1000).error().code, Code::limit_exceeded);
}

}  // namespace
}  // namespace anchorhold::image
