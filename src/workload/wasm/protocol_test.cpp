#include "workload/wasm/protocol.h"

#include <gtest/gtest.h>

#include "base/writer.h"
#include "testkit/attack.h"

namespace anchorhold::wasi {
namespace {

Setup sample_setup() {
  return {{{"/out", "/out", false}, {"/lib", "/usr/share/lib", true}},
          "/in",
          {{"a.csv", 10}, {"b.csv", uint64_t{10} << 30}}};
}

TEST(WasiSetup, SurvivesTheWay) {
  MemorySink sent;
  ASSERT_TRUE(send_setup(sent, sample_setup()).ok());
  MemorySource source(sent.bytes());
  const auto setup = receive_setup(source);
  ASSERT_TRUE(setup.ok());
  ASSERT_EQ(setup->folders.size(), 2U);
  EXPECT_EQ(setup->folders[0].name, "/out");
  EXPECT_FALSE(setup->folders[0].read_only);
  EXPECT_EQ(setup->folders[1].path, "/usr/share/lib");
  EXPECT_TRUE(setup->folders[1].read_only);
  EXPECT_EQ(setup->inputs_name, "/in");
  ASSERT_EQ(setup->inputs.size(), 2U);
  EXPECT_EQ(setup->inputs[1].name, "b.csv");
  EXPECT_EQ(setup->inputs[1].bytes, uint64_t{10} << 30);
}

TEST(WasiSetup, MayHaveNoFolderAndNoInputs) {
  const auto setup = decode_setup(encode(wasi::Setup{}));
  ASSERT_TRUE(setup.ok());
  EXPECT_TRUE(setup->folders.empty());
  EXPECT_TRUE(setup->inputs_name.empty());
}

TEST(WasiSetup, CutOrLongerMessagesAreRefused) {
  const Bytes message = encode(sample_setup());
  testkit::for_each_truncation(message, [](ByteView cut) { EXPECT_FALSE(decode_setup(cut).ok()); });
  Bytes longer = message;
  longer.push_back(0);
  EXPECT_FALSE(decode_setup(longer).ok());

  MemorySink sent;
  ASSERT_TRUE(send_setup(sent, sample_setup()).ok());
  testkit::for_each_truncation(sent.bytes(), [](ByteView cut) {
    MemorySource source(cut);
    EXPECT_FALSE(receive_setup(source).ok());
  });
}

TEST(WasiSetup, InputsAreCalledLikeFilesOfOneFolder) {
  const auto takes = [](const std::string& name) {
    return decode_setup(encode(wasi::Setup{{}, "/in", {{name, 1}}})).ok();
  };
  EXPECT_TRUE(takes("a"));
  EXPECT_TRUE(takes("..."));
  EXPECT_TRUE(takes(std::string(255, 'n')));
  for (const std::string& name :
       {std::string(), std::string("."), std::string(".."), std::string("a/b"), std::string("/a"),
        std::string("a\0b", 3), std::string(256, 'n')}) {
    EXPECT_FALSE(takes(name)) << name;
  }
}

TEST(WasiSetup, NamesAndPathsOfFoldersAreWhatTheKernelTakes) {
  const auto takes = [](const std::string& name, const std::string& path) {
    return decode_setup(encode(wasi::Setup{{{name, path}}, ""})).ok();
  };
  EXPECT_TRUE(takes(".", "/data"));
  EXPECT_FALSE(takes("", "/data"));
  EXPECT_FALSE(takes(".", ""));
  EXPECT_FALSE(takes(std::string("a\0b", 3), "/data"));
  EXPECT_FALSE(takes(".", std::string("/a\0b", 4)));
  EXPECT_FALSE(takes(".", "/" + std::string(4096, 'n')));
}

TEST(WasiSetup, TwoOfOneNameAreRefused) {
  EXPECT_FALSE(decode_setup(encode(wasi::Setup{{{"/a", "/b"}, {"/a", "/c"}}, ""})).ok());
  EXPECT_FALSE(decode_setup(encode(wasi::Setup{{{"/in", "/b"}}, "/in"})).ok());
  EXPECT_FALSE(decode_setup(encode(wasi::Setup{{}, "/in", {{"a", 1}, {"a", 1}}})).ok());
}

TEST(WasiSetup, MoreThanTheLimitsIsRefused) {
  wasi::Setup many;
  for (size_t i = 0; i <= max_folders; ++i) many.folders.push_back({std::to_string(i), "/"});
  EXPECT_FALSE(decode_setup(encode(many)).ok());
  many.folders.pop_back();
  EXPECT_TRUE(decode_setup(encode(many)).ok());

  EXPECT_FALSE(decode_setup(encode(wasi::Setup{{}, "/in", {{"a", uint64_t{1} << 63}}})).ok());
  EXPECT_FALSE(decode_setup(Bytes(max_setup_bytes + 1)).ok());
  const Bytes length = {0xff, 0xff, 0xff, 0xff};
  MemorySource source(length);
  EXPECT_FALSE(receive_setup(source).ok());
}

TEST(WasiSetup, FlagsAreZeroOrOne) {
  Bytes message = encode(wasi::Setup{{{"/a", "/b"}}, ""});
  ASSERT_TRUE(decode_setup(message).ok());
  message.back() = 2;
  EXPECT_FALSE(decode_setup(message).ok());
  message = encode(wasi::Setup{{{"/a", "/b"}}, ""});
  message[message.size() - 2] = 2;
  EXPECT_FALSE(decode_setup(message).ok());
}

TEST(WasiReadRequest, SurvivesTheWay) {
  const auto request =
      decode_read_request(encode(ReadRequest{7, max_read_bytes, uint64_t{1} << 40}));
  EXPECT_EQ(request.input, 7U);
  EXPECT_EQ(request.bytes, max_read_bytes);
  EXPECT_EQ(request.offset, uint64_t{1} << 40);
}

}  // namespace
}  // namespace anchorhold::wasi
