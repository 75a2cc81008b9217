#include "image/manifest.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"

namespace anchorhold::image {
namespace {

Manifest full_manifest() {
  Manifest manifest;
  manifest.entrypoint = "/usr/bin/fit";
  manifest.args = {"--l2", "0.1", ""};
  manifest.args_from_contract = true;
  manifest.env = {{"LANG", "C.UTF-8"}, {"EMPTY", ""}};
  manifest.inputs = {"cohort-a", "cohort-b"};
  manifest.outputs = {"model"};
  manifest.limits = {
      .memory_bytes = 1 << 20, .cpu_seconds = 1, .processes = 1, .out_bytes = 1, .wall_seconds = 1};
  manifest.wasm = Wasm{.module = Digest256{0xab}, .whole_inputs = true};
  manifest.insecure_debug = true;
  return manifest;
}

std::string text_of_manifest(const Manifest& manifest) {
  return string_of(encode_manifest(manifest).value());
}

// `text` with the first `from` replaced: one deliberate flaw in an otherwise good manifest.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

TEST(Manifest, RoundTrips) {
  const Manifest manifest = full_manifest();
  const Bytes bytes = encode_manifest(manifest).value();
  EXPECT_EQ(*parse_manifest("manifest", bytes), manifest);
  Manifest defaults;
  defaults.entrypoint = "/app";
  EXPECT_EQ(*parse_manifest("manifest", *encode_manifest(defaults)), defaults);
}

TEST(Manifest, HasTheDocumentedBytes) {
  Manifest manifest;
  manifest.entrypoint = "/app";
  EXPECT_EQ(text_of_manifest(manifest),
            R"({"args":[],"args_from_contract":false,"entrypoint":"/app","env":{},)"
            R"("format":"anchorhold manifest v1","inputs":[],"insecure_debug":false,)"
            R"("limits":{"cpu_seconds":3600,"memory_bytes":536870912,"out_bytes":67108864,)"
            R"("processes":64,"wall_seconds":3600},"outputs":[]})");
}

TEST(Manifest, RefusesEveryTruncation) {
  const Bytes bytes = encode_manifest(full_manifest()).value();
  testkit::for_each_truncation(
      bytes, [](ByteView prefix) { EXPECT_FALSE(parse_manifest("manifest", prefix).ok()); });
}

TEST(Manifest, NoTwoEncodingsMeanTheSame) {
  const Manifest manifest = full_manifest();
  const Bytes bytes = encode_manifest(manifest).value();
  testkit::for_each_bit_flip(bytes, [&](ByteView mutant, size_t bit) {
    const Result<Manifest> parsed = parse_manifest("manifest", mutant);
    if (!parsed.ok()) return;
    EXPECT_NE(*parsed, manifest) << bit;
    EXPECT_EQ(*encode_manifest(*parsed), copy_of(mutant)) << bit;
  });
}

TEST(Manifest, RefusesFlawsByPlace) {
  const std::string good = text_of_manifest(full_manifest());
  const std::pair<std::string, std::string> flaws[] = {
      {with(good, R"("args":)", R"("arguments":)"), "args"},
      {with(good, R"("entrypoint":"/usr/bin/fit")", R"("entrypoint":"bin/fit")"), "entrypoint"},
      {with(good, R"(/usr/bin/fit)", R"(/usr/../fit)"), "entrypoint"},
      {with(good, R"("cohort-b")", R"("cohort-a")"), "inputs[1]"},
      {with(good, R"("cohort-a")", R"("z")"), "inputs[1]"},
      {with(good, R"(["model"])", R"(["../x"])"), "outputs[0]"},
      {with(good, R"("EMPTY")", R"("9EMPTY")"), "env"},
      {with(good, R"("LANG":"C.UTF-8")", R"("LANG":7)"), "env.LANG"},
      {with(good, R"("LANG":"C.UTF-8")", R"("LANG":"\u0000")"), "env.LANG"},
      {with(good, R"("processes":1)", R"("processes":0)"), "limits.processes"},
      {with(good, R"("memory_bytes":1048576)", R"("memory_bytes":1048575)"), "memory_bytes"},
      {with(good, R"("cpu_seconds":1)", R"("cpu_seconds":1,"extra":1)"), "limits"},
      {with(good, R"("module":"ab)", R"("module":"a)"), "wasm.module"},
      {with(good, R"("runner":1)", R"("runner":2)"), "wasm.runner"},
      {with(good, R"("whole_inputs":true)", R"("whole_inputs":1)"), "wasm.whole_inputs"},
      {with(good, R"(manifest v1)", R"(manifest v2)"), "format"},
      {with(good, R"({"args")", R"({"added":1,"args")"), "added"},
      {with(good, R"({"args")", R"({ "args")"), "canonical"},
      {good + "\n", "canonical"},
  };
  for (const auto& [text, place] : flaws) {
    const Result<Manifest> parsed = parse_manifest("manifest", bytes_of(text));
    ASSERT_FALSE(parsed.ok()) << text;
    EXPECT_NE(parsed.error().to_string().find(place), std::string::npos)
        << parsed.error().to_string() << " should name " << place;
  }
}

TEST(Manifest, RefusesTooMuch) {
  Manifest manifest = full_manifest();
  manifest.args.assign(1025, "a");
  EXPECT_EQ(encode_manifest(manifest).error().code, Code::limit_exceeded);
  manifest.args.assign(1, std::string((128U << 10) + 1, 'a'));
  EXPECT_EQ(encode_manifest(manifest).error().code, Code::limit_exceeded);
  manifest.args.assign(16, std::string(128U << 10, 'a'));
  EXPECT_EQ(encode_manifest(manifest).error().code, Code::limit_exceeded);
  const Bytes large(max_manifest_bytes + 1, ' ');
  EXPECT_EQ(parse_manifest("manifest", large).error().code, Code::limit_exceeded);
}

}  // namespace
}  // namespace anchorhold::image
