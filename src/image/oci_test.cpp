#include "image/oci.h"

#include <gtest/gtest.h>

#include "crypto/hash.h"
#include "image/entrypoint.h"
#include "image/flatten.h"
#include "image/tree_layout.h"
#include "testkit/attack.h"
#include "testkit/forged_image.h"
#include "testkit/forged_tar.h"

namespace anchorhold::image {
namespace {

using testkit::forge_layout;
using testkit::forge_tar;
using testkit::ForgedLayer;
using testkit::pack;
using testkit::Packing;
using testkit::TarMember;

ForgedLayer layer(const std::vector<TarMember>& members, Packing packing = Packing::none) {
  const Bytes tar = forge_tar(members);
  const std::string_view type = packing == Packing::none   ? media_layer
                                : packing == Packing::gzip ? media_layer_gzip
                                                           : media_layer_zstd;
  return {pack(tar, packing), tar, std::string(type)};
}

Result<FileTree> flatten_files(FileTree files, ImportRules rules = {}) {
  TreeLayout layout(std::move(files));
  AH_ASSIGN(const OciImage image, open_oci_image(layout, "amd64"));
  return flatten(layout, image, rules);
}

Result<FileTree> flatten_layers(const std::vector<ForgedLayer>& layers) {
  return flatten_files(forge_layout(layers, {}));
}

std::string paths(const Result<FileTree>& tree) {
  if (!tree.ok()) return tree.error().to_string();
  std::string out;
  for (const auto& [path, node] : tree->nodes()) out += path + " ";
  return out;
}

// The first file whose name begins so, with its content changed by `change`.
template <class F>
FileTree changed(const FileTree& files, const std::string& content, F change) {
  FileTree out;
  bool done = false;
  for (const auto& [path, node] : files.nodes()) {
    if (node.type != NodeType::file) continue;
    Bytes bytes = *node.content;
    if (!done && text_of(bytes).find(content) != std::string_view::npos) {
      change(bytes);
      done = true;
    }
    EXPECT_TRUE(out.add_file(path, bytes, false).ok());
  }
  EXPECT_TRUE(done);
  return out;
}

TEST(Flatten, AppliesLayersOfEveryPackingInOrder) {
  const auto tree =
      flatten_layers({layer({{.path = "a", .content = "1"}, {.path = "b", .content = "1"}}),
                      layer({{.path = "b", .content = "2"}}, Packing::gzip),
                      layer({{.path = "c", .content = "3"}}, Packing::zstd)});
  EXPECT_EQ(paths(tree), "a b c ");
  EXPECT_EQ(text_of(*tree->find("b")->content), "2");
}

TEST(Flatten, WhiteoutsHideOnlyWhatLiesBelow) {
  const auto base =
      layer({{.path = "d/old"}, {.path = "d/sub/x"}, {.path = "keep"}, {.path = "x"}});
  EXPECT_EQ(paths(flatten_layers({base, layer({{.path = ".wh.x"}, {.path = "d/.wh.sub"}})})),
            "d d/old keep ");
  // The order inside the layer does not matter, and its own files stay.
  EXPECT_EQ(paths(flatten_layers({base, layer({{.path = "d/new"}, {.path = "d/.wh..wh..opq"}})})),
            "d d/new keep x ");
  EXPECT_EQ(
      paths(flatten_layers({base, layer({{.path = "x", .content = "2"}, {.path = ".wh.x"}})})),
      "d d/old d/sub d/sub/x keep x ");
  EXPECT_EQ(paths(flatten_layers({base, layer({{.path = ".wh..wh..opq"}, {.path = "only"}})})),
            "only ");
  EXPECT_EQ(paths(flatten_layers({base, layer({{.path = ".wh.never"}})})),
            "d d/old d/sub d/sub/x keep x ");
}

TEST(Flatten, HardLinksReachIntoLowerLayers) {
  const auto tree =
      flatten_layers({layer({{.path = "a", .content = "text"}}),
                      layer({{.path = "b", .type = '1', .link = "a"}, {.path = ".wh.a"}})});
  EXPECT_EQ(paths(tree), "b ");
  EXPECT_EQ(text_of(*tree->find("b")->content), "text");
}

TEST(Flatten, RefusesHostileWhiteouts) {
  for (const char* path : {".wh.", ".wh...", ".wh.../x", "d/.wh...", "../.wh.x", "/.wh.x",
                           "d/.wh..", ".wh..wh.plnk", ".wh.x/y", ".wh..wh..opq/x"}) {
    EXPECT_FALSE(flatten_layers({layer({{.path = path}})}).ok()) << path;
  }
}

TEST(Flatten, RefusesHostileLayersByName) {
  const auto through = flatten_layers(
      {layer({{.path = "d", .type = '2', .link = "/etc"}}), layer({{.path = "d/x"}})});
  ASSERT_FALSE(through.ok());
  EXPECT_NE(through.error().to_string().find("d/x"), std::string::npos);
  EXPECT_FALSE(flatten_layers({layer({{.path = "../x"}}, Packing::zstd)}).ok());
  EXPECT_FALSE(flatten_layers({layer({{.path = "null", .type = '3'}}, Packing::gzip)}).ok());
}

TEST(Flatten, RefusesChangedBlobs) {
  const FileTree good = forge_layout({layer({{.path = "a", .content = "needle"}})}, {});
  ASSERT_TRUE(flatten_files(good).ok());
  const auto flip = [](Bytes& bytes) { bytes.back() ^= 1; };
  const auto longer = [](Bytes& bytes) { bytes.push_back(0); };
  for (const char* content : {"needle", "diff_ids", "\"layers\":"}) {
    const auto flipped = flatten_files(changed(good, content, flip));
    ASSERT_FALSE(flipped.ok()) << content;
    EXPECT_EQ(flipped.error().code, Code::denied) << flipped.error().to_string();
    EXPECT_NE(flipped.error().to_string().find("blobs/sha256/"), std::string::npos);
    EXPECT_EQ(flatten_files(changed(good, content, longer)).error().code, Code::denied);
  }
}

TEST(Flatten, RefusesALayerThatIsNotTheConfigurationsDiffId) {
  ForgedLayer other = layer({{.path = "a", .content = "1"}}, Packing::gzip);
  other.tar = forge_tar({{.path = "a", .content = "2"}});
  const auto tree = flatten_layers({other});
  ASSERT_FALSE(tree.ok());
  EXPECT_NE(tree.error().message.find("diff_id"), std::string::npos);
}

TEST(Flatten, RefusesOtherLayerTypesByName) {
  ForgedLayer sealed = layer({{.path = "a"}});
  sealed.media_type = media_layer_encrypted;
  const auto encrypted = flatten_layers({sealed});
  EXPECT_EQ(encrypted.error().code, Code::unsupported);
  EXPECT_NE(encrypted.error().hint.find("encrypted"), std::string::npos);
  sealed.media_type = "application/vnd.oci.image.layer.nondistributable.v1.tar";
  EXPECT_EQ(flatten_layers({sealed}).error().code, Code::unsupported);
}

TEST(Flatten, RefusesMissingBlobs) {
  const FileTree files = forge_layout({layer({{.path = "a", .content = "needle"}})}, {});
  for (const auto& [path, node] : files.nodes()) {
    if (node.type != NodeType::file) continue;
    FileTree without = files;
    without.remove(path);
    EXPECT_EQ(flatten_files(without).error().code, Code::not_found) << path;
  }
}

TEST(OciIndex, IsNarrowedToThePlatform) {
  FileTree files = forge_layout({layer({{.path = "a"}})}, {});
  const auto image = parse_index("index.json", *files.find("index.json")->content).value()[0];
  const std::string digest = digest_text(image.digest);
  const std::string size = std::to_string(image.size);
  const auto entry = [&](const std::string& platform) {
    return R"({"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":")" + digest +
           R"(","size":)" + size + platform + "}";
  };
  const auto open = [&](const std::string& manifests) {
    const std::string text = R"({"schemaVersion":2,"manifests":[)" + manifests + "]}";
    FileTree now = files;
    EXPECT_TRUE(now.add_file("index.json", copy_of(bytes_of(text)), false).ok());
    return flatten_files(now).ok();
  };
  const std::string amd = R"(,"platform":{"architecture":"amd64","os":"linux"})";
  const std::string arm = R"(,"platform":{"architecture":"arm64","os":"linux"})";
  EXPECT_TRUE(open(entry("")));
  EXPECT_TRUE(open(entry(amd) + "," + entry(arm)));
  EXPECT_FALSE(open(entry(arm)));
  EXPECT_FALSE(open(""));
  EXPECT_FALSE(open(entry("") + "," + entry("")));
}

TEST(OciDocuments, ComeBackAsWritten) {
  OciConfig config{.architecture = "arm64",
                   .diff_ids = {Digest256{1}},
                   .entrypoint = {"/app"},
                   .cmd = {"--x"},
                   .env = {{"A", "b=c"}},
                   .working_directory = {}};
  const OciConfig back = parse_oci_config("config", encode_oci_config(config)).value();
  EXPECT_EQ(back.architecture, config.architecture);
  EXPECT_EQ(back.diff_ids, config.diff_ids);
  EXPECT_EQ(back.entrypoint, config.entrypoint);
  EXPECT_EQ(back.cmd, config.cmd);
  EXPECT_EQ(back.env, config.env);
}

TEST(OciDocuments, RefuseTruncations) {
  const FileTree files = forge_layout({layer({{.path = "a"}})}, {});
  for (const auto& [path, node] : files.nodes()) {
    if (node.type != NodeType::file || node.content->front() != '{') continue;
    testkit::for_each_truncation(*node.content, [](ByteView prefix) {
      EXPECT_FALSE(parse_index("index", prefix).ok());
      EXPECT_FALSE(parse_oci_manifest("manifest", prefix).ok());
      EXPECT_FALSE(parse_oci_config("config", prefix).ok());
      EXPECT_FALSE(check_layout_file(prefix).ok());
    });
  }
}

TEST(OciDocuments, RefuseOtherDigestsAndSystems) {
  EXPECT_EQ(parse_digest("digest", "sha512:00").error().code, Code::unsupported);
  EXPECT_FALSE(parse_digest("digest", "sha256:" + std::string(64, 'A')).ok());
  EXPECT_FALSE(parse_digest("digest", "sha256:../../../etc/passwd").ok());
  EXPECT_EQ(parse_oci_config("config", bytes_of(R"({"architecture":"amd64","os":"windows"})"))
                .error()
                .code,
            Code::unsupported);
}

TEST(ManifestOfConfig, FindsTheProgramAlongThePath) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("opt/bin/fit", testkit::forge_program(), true).ok());
  OciConfig config;
  config.entrypoint = {"fit"};
  config.cmd = {"--fast"};
  config.env = {{"PATH", "/bin::relative:/opt/bin"}};
  const Manifest manifest = manifest_of_config(config, tree).value();
  EXPECT_EQ(manifest.entrypoint, "/opt/bin/fit");
  EXPECT_EQ(manifest.args, std::vector<std::string>{"--fast"});
  config.env.clear();
  EXPECT_EQ(manifest_of_config(config, tree).error().code, Code::not_found);
  config.entrypoint = {"./fit"};
  EXPECT_EQ(manifest_of_config(config, tree).error().code, Code::unsupported);
}

}  // namespace
}  // namespace anchorhold::image
