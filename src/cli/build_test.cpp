#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cli/image_io.h"
#include "cli/verb_build.h"
#include "os/file.h"
#include "testkit/fixed_random.h"
#include "testkit/forged_image.h"
#include "testkit/forged_tar.h"

namespace anchorhold::cli {
namespace {

namespace fs = std::filesystem;

class Build : public testing::Test {
 protected:
  void SetUp() override {
    std::string path = testing::TempDir() + "anchorhold-build-XXXXXX";
    ASSERT_NE(::mkdtemp(path.data()), nullptr);
    top_ = path;
  }
  void TearDown() override { fs::remove_all(top_); }

  std::string at(const std::string& name) const { return (top_ / name).string(); }

  void write(const std::string& name, ByteView bytes, unsigned mode = 0644) {
    fs::create_directories((top_ / name).parent_path());
    std::ofstream(top_ / name, std::ios::binary) << text_of(bytes);
    ASSERT_EQ(::chmod(at(name).c_str(), mode), 0);
  }

  std::string program() {
    if (!fs::exists(top_ / "program")) write("program", testkit::forge_program(), 0755);
    return at("program");
  }

  BuildOptions options(const std::string& input, const std::string& to) const {
    BuildOptions out;
    out.input = input;
    out.path = at(to);
    return out;
  }

  // The digest of the image of `input`, or the error.
  std::string build(const std::string& input, const std::string& to,
                    const std::string& entry = "") {
    BuildOptions what = options(input, to);
    what.entrypoint = entry;
    const auto result = build_image(what);
    return result.ok() ? image::digest_text(result->digest) : result.error().to_string();
  }

  // Runs a shell command in the test's folder; skopeo's needs no network here.
  bool shell(const std::string& command) const {
    return std::system(("cd '" + top_.string() + "' && " + command + " >/dev/null 2>&1").c_str()) ==
           0;
  }
  bool have(const std::string& tool) const { return shell("command -v " + tool); }

  fs::path top_;
};

std::string all_bytes(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    if (item.is_regular_file()) files.push_back(item.path());
  }
  std::sort(files.begin(), files.end());
  std::string out;
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    out += file.lexically_relative(folder).string() + "\n";
    out.append(std::istreambuf_iterator<char>(in), {});
  }
  return out;
}

TEST_F(Build, OrderTimesAndUmaskDoNotMatter) {
  const std::vector<std::string> names = {"bin/tool", "etc/a", "etc/b", "z"};
  const auto make = [&](const std::string& root, bool backwards, mode_t mask, time_t when) {
    const mode_t old = ::umask(mask);
    for (size_t i = 0; i < names.size(); ++i) {
      const std::string& name = names[backwards ? names.size() - 1 - i : i];
      fs::create_directories((top_ / root / name).parent_path());
      std::ofstream(top_ / root / name) << (name == "bin/tool" ? "" : name);
      const timespec times[2] = {{when, 0}, {when, 0}};
      ::utimensat(AT_FDCWD, at(root + "/" + name).c_str(), times, 0);
    }
    ::umask(old);
    write(root + "/bin/tool", testkit::forge_program(), mask == 077 ? 0700 : 0755);
    ASSERT_EQ(::symlink("bin/tool", at(root + "/link").c_str()), 0);
  };
  make("one", false, 022, 1);
  make("two", true, 077, 1700000000);
  ASSERT_EQ(build(at("one"), "image-one", "/link"), build(at("two"), "image-two", "/link"));
  EXPECT_EQ(all_bytes(top_ / "image-one"), all_bytes(top_ / "image-two"));
}

TEST_F(Build, DirectoryAndArchivesOfOneRootAreOneImage) {
  write("root/bin/tool", testkit::forge_program(), 0755);
  write("root/etc/one", bytes_of("text"));
  fs::create_hard_link(top_ / "root/etc/one", top_ / "root/etc/two");
  fs::create_directories(top_ / "root/empty");
  const std::string digest = build(at("root"), "image", "/bin/tool");
  ASSERT_EQ(digest.substr(0, 7), "sha256:");
  for (const char* packing : {"-c", "-cz", "-c --zstd"}) {
    if (!shell(std::string("tar ") + packing + " -f root.tar -C root .")) {
      GTEST_SKIP() << "tar is absent or knows no " << packing;
    }
    EXPECT_EQ(build(at("root.tar"), "image.tar", "/bin/tool"), digest) << packing;
    fs::remove(top_ / "image.tar");
  }
}

TEST_F(Build, AnImageBuiltAgainKeepsItsDigestAndFlagsChangeIt) {
  BuildOptions first = options(program(), "image");
  first.args = {"--l2", "0.1"};
  first.inputs = {"b", "a"};
  first.outputs = {"model"};
  first.memory_bytes = 64U << 20;
  const BuildResult built = build_image(first).value();
  EXPECT_EQ(built.manifest.inputs, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(build(at("image"), "again"), image::digest_text(built.digest));
  EXPECT_EQ(build(at("image"), "again.tar"), image::digest_text(built.digest));
  BuildOptions changed = options(at("again.tar"), "changed");
  changed.insecure_debug = true;
  const BuildResult debug = build_image(changed).value();
  EXPECT_NE(debug.digest, built.digest);
  EXPECT_EQ(debug.manifest.args, built.manifest.args);
  EXPECT_TRUE(debug.manifest.insecure_debug);
}

TEST_F(Build, LoadsTheSameFromDirectoryAndArchive) {
  ASSERT_EQ(build(program(), "image"), build(program(), "image.tar"));
  const StoredImage directory = StoredImage::load(at("image")).value();
  const StoredImage archive = StoredImage::load(at("image.tar")).value();
  EXPECT_EQ(directory.image().digest, archive.image().digest);
  EXPECT_EQ(text_of(directory.image().layer), text_of(archive.image().layer));
  EXPECT_EQ(directory.image().manifest.entrypoint, "/app");
  EXPECT_FALSE(directory.image().signer.has_value());
}

TEST_F(Build, LoadingRefusesEveryChangedFile) {
  build(program(), "image");
  for (const auto& item : fs::recursive_directory_iterator(top_ / "image")) {
    if (!item.is_regular_file()) continue;
    const Bytes good = os::read_file(item.path(), 1U << 20).value();
    Bytes bad = good;
    bad[bad.size() / 2] ^= 1;
    ASSERT_TRUE(os::write_file(item.path(), bad).ok());
    EXPECT_FALSE(StoredImage::load(at("image")).ok()) << item.path();
    bad = good;
    bad.pop_back();
    ASSERT_TRUE(os::write_file(item.path(), bad).ok());
    EXPECT_FALSE(StoredImage::load(at("image")).ok()) << item.path();
    ASSERT_TRUE(os::write_file(item.path(), good).ok());
  }
  EXPECT_TRUE(StoredImage::load(at("image")).ok());
}

TEST_F(Build, TheProvidersKeySignsAndIsMeasured) {
  testkit::FixedRandom random(7);
  const auto key = crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random).value();
  const SecretBytes pem = key.to_pkcs8_pem();
  write("parties/lab/signing.key", pem.view(), 0600);
  const std::string unsigned_digest = build(program(), "image");
  BuildOptions with_key = options(at("image"), "signed");
  with_key.sign_key = at("parties/lab/signing.key");
  EXPECT_EQ(image::digest_text(build_image(with_key).value().digest), unsigned_digest);
  const StoredImage loaded = StoredImage::load(at("signed")).value();
  ASSERT_TRUE(loaded.image().signer.has_value());
  EXPECT_EQ(loaded.image().signer->signer, "lab");
  EXPECT_EQ(loaded.image().signer->key, key.public_key());
  const image::AgentMeasurement agent(bytes_of("agent"));
  EXPECT_NE(predict(agent, loaded.image()).pcr8, Digest384{});
}

TEST_F(Build, RefusesDangerousFilesOfADirectoryByName) {
  const auto refused = [&](const std::string& name) {
    const auto result = build_image([&] {
      BuildOptions what = options(at("root"), "image");
      what.entrypoint = "/bin/tool";
      return what;
    }());
    EXPECT_FALSE(result.ok()) << name;
    if (result.ok()) return;
    EXPECT_NE(result.error().to_string().find(name), std::string::npos)
        << result.error().to_string();
    fs::remove_all(top_ / "root" / name);
  };
  write("root/bin/tool", testkit::forge_program(), 0755);
  ASSERT_EQ(::mkfifo(at("root/pipe").c_str(), 0644), 0);
  refused("pipe");
  write("root/su", bytes_of("x"), 04755);
  refused("su");
  write("root/wall", bytes_of("x"), 02755);
  refused("wall");
  write("root/.wh.x", bytes_of("x"));
  refused(".wh.x");
  write("root/bad\nname", bytes_of("x"));
  refused("bad\\x0aname");
  fs::remove(top_ / "root/bad\nname");
  write("root/ping", bytes_of("x"), 0755);
  const ByteArray<20> capability = {1, 0, 0, 2, 0, 0x20};
  if (::setxattr(at("root/ping").c_str(), "security.capability", capability.data(),
                 capability.size(), 0) == 0) {
    refused("ping");
  }
  EXPECT_EQ(build(at("root"), "image", "/bin/tool").substr(0, 7), "sha256:");
}

TEST_F(Build, RefusesWhatCannotStartAndLeavesNothingBehind) {
  write("dynamic", testkit::forge_program("", "/lib64/ld-linux-x86-64.so.2"), 0755);
  write("script",
        bytes_of("#!/bin/sh\necho a script that is long enough to be read as an archive\n"), 0755);
  write("root/data", bytes_of("x"));
  EXPECT_NE(build(at("dynamic"), "image").find("-static"), std::string::npos);
  EXPECT_NE(build(at("script"), "image").find("archive"), std::string::npos);
  EXPECT_NE(build(at("root"), "image").find("--entry"), std::string::npos);
  EXPECT_NE(build(at("gone"), "image").find("gone"), std::string::npos);
  for (const auto& item : fs::directory_iterator(top_)) {
    EXPECT_EQ(item.path().filename().string().find("image"), std::string::npos) << item.path();
  }
}

TEST_F(Build, NeverOverwrites) {
  EXPECT_EQ(build(program(), "image/").substr(0, 7), "sha256:");
  const auto again = build_image(options(program(), "image"));
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().code, Code::conflict);
}

TEST_F(Build, SkopeoReadsTheImage) {
  if (!have("skopeo")) GTEST_SKIP() << "skopeo is absent: install it to test against it";
  const std::string digest = build(program(), "image");
  build(program(), "image.tar");
  EXPECT_TRUE(shell("skopeo inspect oci:image | grep -q " + digest));
  EXPECT_TRUE(shell("skopeo inspect oci-archive:image.tar | grep -q " + digest));
  EXPECT_TRUE(shell("skopeo copy --preserve-digests oci:image oci:copy"));
  EXPECT_EQ(image::digest_text(StoredImage::load(at("copy")).value().image().digest), digest);
}

TEST_F(Build, TakesWhatSkopeoLeaves) {
  if (!have("skopeo")) GTEST_SKIP() << "skopeo is absent: install it to test against it";
  const std::string digest = build(program(), "image");
  ASSERT_TRUE(shell("skopeo copy --dest-compress-format gzip oci:image oci:packed"));
  ASSERT_TRUE(shell("skopeo copy --dest-compress-format zstd oci:image oci-archive:packed.tar"));
  const auto direct = StoredImage::load(at("packed"));
  ASSERT_FALSE(direct.ok());
  EXPECT_NE(direct.error().hint.find("--preserve-digests"), std::string::npos);
  EXPECT_EQ(build(at("packed"), "one"), digest);
  EXPECT_EQ(build(at("packed.tar"), "two"), digest);
}

}  // namespace
}  // namespace anchorhold::cli
