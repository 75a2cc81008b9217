#include "aot/compile.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "aot/recipe.h"
#include "base/hex.h"
#include "codec/json.h"
#include "crypto/hash.h"
#include "testkit/forged_wasm.h"

namespace anchorhold::aot {
namespace {

namespace fs = std::filesystem;

// Compile: with the compilers of this machine and the runner of this build tree.
class Compile : public testing::Test {
 protected:
  void SetUp() override {
    const fs::path program = fs::read_symlink("/proc/self/exe");
    auto found = find_toolchain(program.parent_path().parent_path().string());
    if (!found.ok()) GTEST_SKIP() << found.error().to_string();
    tools_ = *found;
  }

  Result<Compiled> compiled(ByteView module) const { return compile("app.wasm", module, tools_); }

  Toolchain tools_;
};

TEST_F(Compile, TheSameModuleGivesTheSameBytesInAnyFolder) {
  const Bytes module = testkit::wasm::full_command().module();
  const auto first = compiled(module);
  ASSERT_TRUE(first.ok()) << first.error().to_string();
  std::string other = testing::TempDir() + "a-folder-of-another-name-XXXXXX";
  ASSERT_NE(::mkdtemp(other.data()), nullptr);
  const char* before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", other.c_str(), 1);
  const auto second = compiled(module);
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", kept.c_str(), 1);
  ASSERT_TRUE(second.ok()) << second.error().to_string();
  EXPECT_EQ(first->program, second->program);
  EXPECT_EQ(first->recipe, second->recipe);
  EXPECT_TRUE(fs::is_empty(other)) << "a build leaves nothing behind";
  fs::remove_all(other);
}

TEST_F(Compile, TheRecipeNamesModuleProgramAndTools) {
  const Bytes module = testkit::wasm::command().module();
  const auto built = compiled(module);
  ASSERT_TRUE(built.ok()) << built.error().to_string();
  const json::Value recipe = json::parse("recipe", built->recipe).value();
  EXPECT_EQ(json::canonical(recipe), built->recipe);
  EXPECT_EQ(*recipe.find("module"), json::Value(to_hex(crypto::sha256(module))));
  EXPECT_EQ(*recipe.find("program"), json::Value(to_hex(crypto::sha256(built->program))));
  EXPECT_NE(recipe.find("tools")->find("clang"), nullptr);
  for (const char* name : {"libc.a", "libstdc++.a", "crt1.o"})
    EXPECT_NE(recipe.find("libraries")->find(name), nullptr) << name;
  for (const char* name : kRunnerFiles)
    EXPECT_NE(recipe.find("runner")->find(name), nullptr) << name;
}

TEST_F(Compile, RefusesWhatIsNoCommand) {
  auto library = testkit::wasm::command().remove(testkit::wasm::exports);
  EXPECT_EQ(compiled(library.module()).error().code, Code::unsupported);
  EXPECT_EQ(compiled(bytes_of("text")).error().code, Code::malformed);
  const Bytes drop_of_nothing = testkit::wasm::command({0x1a}).module();
  EXPECT_EQ(compiled(drop_of_nothing).error().code, Code::malformed);
}

TEST_F(Compile, RefusesAnotherVersionOfTheTranslator) {
  Toolchain other = tools_;
  other.wasm2c = "/usr/bin/ls";
  const auto refused = compile("app.wasm", testkit::wasm::command().module(), other);
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().to_string().find("of another version"), std::string::npos)
      << refused.error().to_string();
}

TEST_F(Compile, NamesWhereTheRunnerShouldBe) {
  const auto missing = find_toolchain("/nowhere");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, Code::not_found);
  EXPECT_NE(missing.error().to_string().find("/nowhere/wasi"), std::string::npos);
}

TEST(Recipe, ComparesLineByLineAndLeavesTheProgramOut) {
  Recipe theirs;
  theirs.tools = {{"clang", "19.1.7"}, {"lld", "19.1.7"}};
  theirs.flags = {{"link", {"-static"}}};
  theirs.program[0] = 1;
  Recipe ours = theirs;
  ours.tools["clang"] = "19.1.8";
  ours.program[0] = 2;
  ours.libraries["libc.a"] = Digest256{};
  const auto lines = compare_recipes(encode_recipe(theirs), encode_recipe(ours)).value();
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0], "libraries libc.a: nothing, here " + std::string(64, '0'));
  EXPECT_EQ(lines[1], "tools clang: 19.1.7, here 19.1.8");
  EXPECT_TRUE(compare_recipes(encode_recipe(ours), encode_recipe(ours))->empty());
  EXPECT_FALSE(compare_recipes("{}", encode_recipe(ours)).ok());
}

}  // namespace
}  // namespace anchorhold::aot
