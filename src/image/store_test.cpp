#include "image/store.h"

#include <gtest/gtest.h>

#include "image/entrypoint.h"
#include "image/flatten.h"
#include "image/layer.h"
#include "image/tree_layout.h"
#include "testkit/fixed_random.h"
#include "testkit/forged_image.h"

namespace anchorhold::image {
namespace {

struct Sample {
  FileTree tree;
  Manifest manifest;
  BuiltImage built;
};

Sample sample() {
  Sample out;
  EXPECT_TRUE(out.tree.add_file("app", testkit::forge_program("x"), true).ok());
  out.manifest.entrypoint = "/app";
  out.manifest.inputs = {"a"};
  out.built = describe_tree(out.manifest, out.tree, "amd64").value();
  return out;
}

Bytes archive_of(const Sample& image, const std::string& signature = "") {
  MemorySink sink;
  TarLayoutWriter writer(sink);
  EXPECT_TRUE(store_image(image.built, image.tree, signature, writer).ok());
  EXPECT_TRUE(writer.finish().ok());
  return sink.take();
}

FileTree files_of(const Bytes& archive) {
  MemorySource source(archive);
  return read_rootfs("image.tar", source, {}).value();
}

Result<ImageParts> open(FileTree files) {
  TreeLayout layout(std::move(files));
  return open_image(layout, "amd64");
}

std::string signed_by(const Sample& image, uint8_t seed) {
  testkit::FixedRandom random(seed);
  const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value();
  return sign_image(image.built.descriptor.digest, {&key, "lab"}).value();
}

TEST(StoreImage, ComesBackAsWritten) {
  const Sample image = sample();
  const auto parts = open(files_of(archive_of(image)));
  ASSERT_TRUE(parts.ok()) << parts.error().to_string();
  EXPECT_EQ(parts->image.manifest, image.manifest);
  EXPECT_EQ(parts->image.digest, image.built.descriptor.digest);
  EXPECT_EQ(parts->layer.digest, image.built.layer.digest);
  EXPECT_TRUE(parts->image.signature.empty());
}

TEST(StoreImage, TheArchiveIsACanonicalLayerItself) {
  const Bytes archive = archive_of(sample(), signed_by(sample(), 1));
  MemoryAccess access(archive);
  const Status status = check_layer(access);
  EXPECT_TRUE(status.ok()) << status.error().to_string();
  EXPECT_EQ(archive, archive_of(sample(), signed_by(sample(), 1)));
}

TEST(StoreImage, ASignatureTravelsBesideTheImageAndLeavesItsDigest) {
  const Sample image = sample();
  const auto parts = open(files_of(archive_of(image, signed_by(image, 1))));
  ASSERT_TRUE(parts.ok()) << parts.error().to_string();
  EXPECT_EQ(parts->image.digest, image.built.descriptor.digest);
  ASSERT_TRUE(parts->image.signer.has_value());
  EXPECT_EQ(parts->image.signer->signer, "lab");
}

TEST(OpenImage, RefusesASignatureOfAnotherImage) {
  Sample other = sample();
  other.manifest.args = {"changed"};
  other.built = describe_tree(other.manifest, other.tree, "amd64").value();
  const auto parts = open(files_of(archive_of(sample(), signed_by(other, 1))));
  ASSERT_FALSE(parts.ok());
  EXPECT_EQ(parts.error().code, Code::denied);
}

TEST(OpenImage, RefusesEveryChangedFile) {
  const Sample image = sample();
  const FileTree files = files_of(archive_of(image, signed_by(image, 1)));
  for (const auto& [path, node] : files.nodes()) {
    if (node.type != NodeType::file || path == blob_name(image.built.layer.digest)) continue;
    Bytes bytes = *node.content;
    bytes[bytes.size() / 2] ^= 1;
    FileTree changed = files;
    ASSERT_TRUE(changed.add_file(path, bytes, false).ok());
    EXPECT_FALSE(open(changed).ok()) << path;
  }
}

TEST(OpenImage, RefusesForeignImagesWithAdvice) {
  const FileTree files = testkit::forge_layout({}, {});
  const auto parts = open(files);
  ASSERT_FALSE(parts.ok());
  EXPECT_NE(parts.error().hint.find("anchorhold build"), std::string::npos);
}

TEST(CheckEntrypoint, DemandsAStartableProgram) {
  FileTree tree;
  ASSERT_TRUE(tree.add_file("static", testkit::forge_program(), true).ok());
  ASSERT_TRUE(tree.add_file("dynamic", testkit::forge_program("", "/lib64/ld.so"), true).ok());
  ASSERT_TRUE(tree.add_file("plain", testkit::forge_program(), false).ok());
  ASSERT_TRUE(tree.add_file("script", copy_of(bytes_of("#!/static\n")), true).ok());
  ASSERT_TRUE(tree.add_symlink("link", "/static").ok());
  const auto check = [&](const std::string& path) {
    Manifest manifest;
    manifest.entrypoint = path;
    return check_entrypoint(manifest, tree);
  };
  EXPECT_EQ(*check("/static"), "amd64");
  EXPECT_TRUE(check("/link").ok());
  for (const char* path : {"", "static", "/plain", "/script", "/gone", "/", "/dynamic"}) {
    EXPECT_FALSE(check(path).ok()) << path;
  }
  ASSERT_TRUE(tree.add_file("lib64/ld.so", testkit::forge_program(), true).ok());
  EXPECT_TRUE(check("/dynamic").ok());
}

}  // namespace
}  // namespace anchorhold::image
