// A second opinion: the validator of wabt, and wasm2c, which what is accepted goes to.

#include <gtest/gtest.h>

#include <random>

#include "testkit/forged_wasm.h"
#include "wasm/command.h"
#include "wasm/features.h"
#include "wasm/inspect.h"
#include "wasm/tools_test.h"
#include "wasm/wat_battery_test.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

constexpr const char* validate = "wasm-validate --disable-simd";

class Wabt : public testing::Test {
 protected:
  void SetUp() override {
    if (!tools_.have("wat2wasm") || !tools_.have("wasm-validate") || !tools_.have("wasm2c")) {
      GTEST_SKIP() << "wabt is absent: no second opinion";
    }
  }

  Bytes assembled(const std::string& text, const std::string& options = "") {
    tools_.write("module.wat", bytes_of(text));
    EXPECT_EQ(tools_.run("wat2wasm " + options + " module.wat -o module.wasm"), 0)
        << text << tools_.said();
    return copy_of(bytes_of(tools_.read("module.wasm")));
  }

  // What `tool` makes of each module, run on all of them from one shell: how it ends, a space, and
  // what it says.
  std::vector<std::string> judged(const std::string& tool, const std::vector<Bytes>& modules) {
    for (size_t i = 0; i < modules.size(); ++i) {
      tools_.write(std::to_string(i) + ".wasm", modules[i]);
    }
    const std::string count = std::to_string(modules.size());
    tools_.run("i=0; while [ $i -lt " + count + " ]; do " + tool +
               " $i.wasm >$i.said 2>&1; echo $? >$i.end; i=$((i + 1)); done");
    std::vector<std::string> out;
    for (size_t i = 0; i < modules.size(); ++i) {
      const std::string name = std::to_string(i);
      out.push_back(tools_.read(name + ".end") + " " + tools_.read(name + ".said"));
    }
    return out;
  }

  Tools tools_;
};

TEST_F(Wabt, WritesWhatIsAccepted) {
  for (const WatText& test : supported_texts()) {
    SCOPED_TRACE(test.name);
    for (const std::string options : {"", "--debug-names", "--no-canonicalize-leb128s"}) {
      const Bytes module = assembled(test.text, options);
      const auto result = inspect(test.name, module);
      EXPECT_TRUE(result.ok()) << result.error().to_string();
      EXPECT_EQ(tools_.run("wasm2c module.wasm -o module.c"), 0) << tools_.said();
    }
  }
}

TEST_F(Wabt, WritesExtensionsThatAreRefusedByName) {
  for (const ExtensionText& test : extension_texts()) {
    SCOPED_TRACE(test.text);
    const auto result = inspect("x", assembled(test.text, "--enable-all"));
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message, "uses " + test.feature + ", which is not supported");
  }
}

TEST_F(Wabt, KnowsTheSameInstructions) {
  std::vector<Bytes> begun;
  for (unsigned byte = 0; byte < 256; ++byte) {
    // wabt says of catch_all that it stands outside of try, whether or not it takes it inside.
    if (byte != 0xfc && byte != 0x19) begun.push_back({static_cast<uint8_t>(byte)});
  }
  for (uint8_t number = 0; number < 32; ++number) begun.push_back({0xfc, number});
  std::vector<Bytes> modules;
  modules.reserve(begun.size());
  // Zeros follow, enough for any immediate; as an instruction, zero is `unreachable`.
  for (const Bytes& each : begun) {
    modules.push_back(forge::command(forge::join({each, Bytes(4, 0)})).module());
  }
  const auto opinions = judged(validate, modules);
  for (size_t i = 0; i < modules.size(); ++i) {
    const auto result = inspect("x", modules[i]);
    const bool known = result.ok() || (result.error().code == Code::malformed &&
                                       result.error().message.rfind("unknown instruction", 0) != 0);
    const bool known_to_wabt = opinions[i].find("unexpected opcode") == std::string::npos &&
                               opinions[i].find("not allowed") == std::string::npos;
    EXPECT_EQ(known, known_to_wabt) << testing::PrintToString(begun[i]) << opinions[i];
  }
}

// Modules that the specification refuses and wabt 1.0.32 takes.
bool wabt_is_lenient_about(const std::string& message) {
  return message.rfind("truncated", 0) == 0 ||                     // a missing end
         message.rfind("unknown kind of data segment", 0) == 0 ||  // further bits of its flags
         message.rfind("select of other than one type", 0) == 0;
}

TEST_F(Wabt, AgreesOnMutants) {
  std::mt19937 random(4);
  const auto choose = [&](size_t below) { return random() % below; };
  std::vector<Bytes> seeds = {forge::full_command().module(), forge::command({0x01}).module()};
  for (const WatText& test : supported_texts()) seeds.push_back(assembled(test.text));
  std::vector<Bytes> mutants;
  for (unsigned i = 0; i < 200; ++i) {
    mutants.push_back(forge::random_mutant(seeds[choose(seeds.size())], choose));
  }
  const auto opinions = judged(validate, mutants);
  std::vector<Bytes> accepted;
  for (size_t i = 0; i < mutants.size(); ++i) {
    const auto result = inspect("x", mutants[i]);
    if (result.ok()) accepted.push_back(mutants[i]);
    if (result.ok() || result.error().code != Code::malformed || opinions[i][0] != '0') continue;
    EXPECT_TRUE(wabt_is_lenient_about(result.error().message)) << result.error().to_string();
  }
  for (const std::string& end : judged("wasm2c -o out.c", accepted)) {
    EXPECT_LE(std::stoi(end), 1) << "wasm2c crashed: " << end;
  }
}

}  // namespace
}  // namespace anchorhold::wasm
