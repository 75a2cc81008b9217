#include "image/archive.h"

#include <gtest/gtest.h>

#include "image/flatten.h"
#include "image/layer.h"
#include "testkit/attack.h"
#include "testkit/forged_tar.h"

namespace anchorhold::image {
namespace {

using testkit::forge_tar;
using testkit::pack;
using testkit::Packing;
using testkit::TarMember;

Result<FileTree> import(const Bytes& archive, ImportRules rules = {}) {
  MemorySource source(archive);
  return read_rootfs("rootfs.tar", source, rules);
}

Result<FileTree> import_members(const std::vector<TarMember>& members, ImportRules rules = {}) {
  return import(forge_tar(members), rules);
}

Bytes layer_of(const Result<FileTree>& tree) {
  EXPECT_TRUE(tree.ok()) << (tree.ok() ? "" : tree.error().to_string());
  if (!tree.ok()) return {};
  MemorySink sink;
  EXPECT_TRUE(write_layer(*tree, sink).ok());
  return sink.take();
}

TEST(Archive, OwnersTimesOrderUmaskAndPackingDoNotMatter) {
  const Bytes plain = forge_tar({{.path = "./", .type = '5'},
                                 {.path = "./bin/", .type = '5', .mode = 0700},
                                 {.path = "./bin/tool", .mode = 0700, .content = "tool"},
                                 {.path = "./etc/x", .mode = 0600, .content = "x"}});
  const Bytes other = forge_tar({{.path = "etc/x", .mode = 0664, .content = "x", .time = 77},
                                 {.path = "bin/tool", .mode = 0775, .content = "tool", .uid = 5}});
  const Bytes layer = layer_of(import(plain));
  EXPECT_EQ(layer_of(import(other)), layer);
  EXPECT_EQ(layer_of(import(pack(other, Packing::gzip))), layer);
  EXPECT_EQ(layer_of(import(pack(other, Packing::zstd))), layer);
}

TEST(Archive, HardLinksAreTheFilesTheyLeadTo) {
  const Bytes linked = layer_of(import_members({{.path = "b", .type = '1', .link = "./a"},
                                                {.path = "c", .type = '1', .link = "b"},
                                                {.path = "a", .content = "text"}}));
  const Bytes copied = layer_of(import_members({{.path = "a", .content = "text"},
                                                {.path = "b", .content = "text"},
                                                {.path = "c", .content = "text"}}));
  EXPECT_EQ(linked, copied);
}

TEST(Archive, KeepsLongAndForeignNames) {
  const std::string path = std::string(90, 'd') + "/" + std::string(200, 'n');
  const Result<FileTree> tree = import_members({{.path = path, .content = "x"}, {.path = "é"}});
  ASSERT_TRUE(tree.ok()) << tree.error().to_string();
  EXPECT_NE(tree->find(path), nullptr);
  EXPECT_NE(tree->find("é"), nullptr);
  const std::string foreign = std::string(120, 'x') + "é";
  const Result<FileTree> pax = import_members({{.path = foreign}});
  ASSERT_TRUE(pax.ok()) << pax.error().to_string();
  EXPECT_NE(pax->find(foreign), nullptr);
}

struct Hostile {
  const char* what;
  std::vector<TarMember> members;
  const char* names;  // what the error must name
};

TEST(Archive, RefusesHostileEntriesByName) {
  const Hostile cases[] = {
      {"absolute", {{.path = "/etc/passwd"}}, "/etc/passwd"},
      {"parent", {{.path = "../x"}}, "../x"},
      {"inner parent", {{.path = "a/../../x"}}, "a/../../x"},
      {"trailing parent", {{.path = "a/.."}}, "a/.."},
      {"control", {{.path = "a\x1b[2J"}}, "a\\x1b[2J"},
      {"not UTF-8", {{.path = "a\xff"}}, "a\\xff"},
      {"character device", {{.path = "null", .type = '3'}}, "null"},
      {"block device", {{.path = "sda", .type = '4'}}, "sda"},
      {"fifo", {{.path = "pipe", .type = '6'}}, "pipe"},
      {"setuid", {{.path = "su", .mode = 04755}}, "su"},
      {"setgid", {{.path = "wall", .mode = 02755}}, "wall"},
      {"capability", {{.path = "ping", .mode = 0755, .capability = "\x01"}}, "ping"},
      {"twice", {{.path = "a"}, {.path = "./a"}}, "a"},
      {"hard link outside", {{.path = "l", .type = '1', .link = "../../etc/shadow"}}, "l"},
      {"absolute hard link", {{.path = "l", .type = '1', .link = "/etc/shadow"}}, "l"},
      {"hard link to nothing", {{.path = "l", .type = '1', .link = "gone"}}, "l"},
      {"hard link to itself", {{.path = "l", .type = '1', .link = "l"}}, "l"},
      {"hard link to a directory",
       {{.path = "d/", .type = '5'}, {.path = "l", .type = '1', .link = "d"}},
       "l"},
      {"through a link", {{.path = "d", .type = '2', .link = "/etc"}, {.path = "d/x"}}, "d/x"},
      {"below a file", {{.path = "f"}, {.path = "f/x"}}, "f/x"},
      {"whiteout", {{.path = ".wh.x"}}, ".wh.x"},
      {"empty link", {{.path = "l", .type = '2'}}, "l"},
  };
  for (const Hostile& hostile : cases) {
    const Result<FileTree> tree = import_members(hostile.members);
    ASSERT_FALSE(tree.ok()) << hostile.what;
    EXPECT_NE(tree.error().to_string().find(hostile.names), std::string::npos)
        << hostile.what << ": " << tree.error().to_string();
  }
}

TEST(Archive, DropSpecialLeavesThemOut) {
  const Result<FileTree> tree = import_members({{.path = "null", .type = '3'},
                                                {.path = "pipe", .type = '6'},
                                                {.path = "su", .mode = 04755, .content = "su"}},
                                               {.drop_special = true});
  ASSERT_TRUE(tree.ok()) << tree.error().to_string();
  EXPECT_EQ(tree->nodes().size(), 1U);
  EXPECT_TRUE(tree->find("su")->executable);
  EXPECT_FALSE(import_members({{.path = "../x"}}, {.drop_special = true}).ok());
}

TEST(Archive, KeepsTheLimit) {
  const Bytes bomb =
      pack(forge_tar({{.path = "zeros", .content = std::string(1U << 20, '\0')}}), Packing::gzip);
  EXPECT_LT(bomb.size(), 8192U);
  EXPECT_EQ(import(bomb, {.max_bytes = 1U << 19}).error().code, Code::limit_exceeded);
  EXPECT_TRUE(import(bomb, {.max_bytes = 1U << 20}).ok());
}

TEST(Archive, RefusesWhatIsNoArchive) {
  EXPECT_FALSE(
      import(copy_of(bytes_of("#!/bin/sh\necho this is not a tar archive at all\n"))).ok());
  Bytes gzip = pack(forge_tar({{.path = "a", .content = "text"}}), Packing::gzip);
  gzip.resize(gzip.size() / 2);
  EXPECT_FALSE(import(gzip).ok());
}

TEST(Archive, FlippedBitsNeverCrashOrEscape) {
  const Bytes archive = forge_tar({{.path = "d/a", .content = "text"},
                                   {.path = "l", .type = '2', .link = "d/a"},
                                   {.path = "h", .type = '1', .link = "d/a"}});
  testkit::for_each_bit_flip(archive, [](ByteView mutant, size_t) {
    const Result<FileTree> tree = import(copy_of(mutant));
    if (!tree.ok()) return;
    const Bytes layer = layer_of(tree);
    MemoryAccess access(layer);
    EXPECT_TRUE(check_layer(access).ok());
  });
}

}  // namespace
}  // namespace anchorhold::image
