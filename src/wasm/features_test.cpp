#include "wasm/features.h"

#include <gtest/gtest.h>

#include "testkit/forged_wasm.h"
#include "wasm/inspect.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

struct FeatureCase {
  Feature feature;
  std::string seen;
  Bytes module;
};

Bytes with_body(const Bytes& instructions) {
  return forge::command(instructions).module();
}

Bytes with_section(uint8_t id, const std::vector<Bytes>& items) {
  return forge::command().put(id, forge::vec(items)).module();
}

Bytes with_import(const Bytes& description, std::string_view name = "x") {
  return with_section(forge::imports, {forge::import_of("env", name, description)});
}

Bytes with_param(uint8_t type) {
  return with_section(forge::types, {forge::function_type({type}, {})});
}

std::vector<FeatureCase> cases_of_instructions() {
  return {
      {Feature::simd, "opcode 0xfd 12", with_body({0xfd, 0x0c})},
      {Feature::simd, "opcode 0xfd 255", with_body({0xfd, 0xff, 0x01})},
      {Feature::relaxed_simd, "opcode 0xfd 256", with_body({0xfd, 0x80, 0x02})},
      {Feature::threads, "opcode 0xfe", with_body({0xfe, 0x10, 0x02, 0x00})},
      {Feature::exceptions, "opcode 0x06", with_body({0x06, 0x40, 0x0b})},
      {Feature::exceptions, "opcode 0x08", with_body({0x08, 0x00})},
      {Feature::exceptions, "opcode 0x0a", with_body({0x0a})},
      {Feature::exceptions, "opcode 0x1f", with_body({0x1f, 0x40, 0x00, 0x0b})},
      {Feature::tail_calls, "opcode 0x12", with_body({0x12, 0x00})},
      {Feature::tail_calls, "opcode 0x13", with_body({0x13, 0x00, 0x00})},
      {Feature::tail_calls, "opcode 0x15", with_body({0x15, 0x00})},
      {Feature::function_references, "opcode 0x14", with_body({0x14, 0x00})},
      {Feature::function_references, "opcode 0xd4", with_body({0xd4})},
      {Feature::garbage_collection, "opcode 0xd3", with_body({0xd3})},
      {Feature::garbage_collection, "opcode 0xfb", with_body({0xfb, 0x00, 0x00})},
      {Feature::stack_switching, "opcode 0xe0", with_body({0xe0, 0x00})},
      {Feature::memory_control, "opcode 0xfc 18", with_body({0xfc, 0x12, 0x00})},
      {Feature::wide_arithmetic, "opcode 0xfc 19", with_body({0xfc, 0x13})},
      {Feature::multiple_memories, "memory 1", with_body({0x3f, 0x01})},
      {Feature::multiple_memories, "an access", with_body({0x28, 0x42, 0x01, 0x00})},
  };
}

std::vector<FeatureCase> cases_of_types() {
  const Bytes i32 = {0x7f, 0x00};
  return {
      {Feature::simd, "type 0x7b", with_param(0x7b)},
      {Feature::exceptions, "type 0x69", with_param(0x69)},
      {Feature::function_references, "type 0x63", with_param(0x63)},
      {Feature::garbage_collection, "type 0x6e", with_param(0x6e)},
      {Feature::garbage_collection, "type 0x5f", with_section(forge::types, {{0x5f, 0x00}})},
      {Feature::garbage_collection, "type 0x4e", with_section(forge::types, {{0x4e, 0x00}})},
      {Feature::stack_switching, "type 0x5d", with_section(forge::types, {{0x5d, 0x00}})},
      {Feature::strings, "type 0x67", with_param(0x67)},
      {Feature::simd, "type 0x7b", with_body({0x02, 0x7b, 0x0b})},
      {Feature::function_references, "type 0x64", with_section(forge::tables, {{0x64, 0x00}})},
      {Feature::function_references, "type 0x40", with_section(forge::tables, {{0x40, 0x00}})},
      {Feature::threads, "limits 0x03", with_section(forge::memories, {{0x03, 1, 1}})},
      {Feature::memory64, "limits 0x04", with_section(forge::memories, {{0x04, 1}})},
      {Feature::memory64, "limits 0x05", with_section(forge::tables, {{0x70, 0x05, 1, 1}})},
      {Feature::custom_page_sizes, "limits 0x08", with_section(forge::memories, {{0x08, 1, 0}})},
      {Feature::multiple_memories, "2 memories",
       with_section(forge::memories, {{0x00, 1}, {0x00, 1}})},
      {Feature::threads, "shared global",
       with_section(forge::globals, {forge::join({{0x7f, 0x02}, {0x41, 0, 0x0b}})})},
      {Feature::extended_constants, "opcode 0x41",
       with_section(forge::globals, {forge::join({i32, {0x41, 0, 0x41, 0, 0x6a, 0x0b}})})},
      {Feature::extended_constants, "opcode 0x23",
       with_section(forge::globals, {forge::join({i32, {0x23, 0, 0x0b}})})},
      {Feature::simd, "opcode 0xfd",
       with_section(forge::globals, {forge::join({i32, {0xfd, 12}})})},
      {Feature::garbage_collection, "opcode 0xfb",
       with_section(forge::globals, {forge::join({i32, {0xfb, 0x1c, 0x0b}})})},
      {Feature::multiple_memories, "memory 1",
       with_section(forge::data, {{0x02, 0x01, 0x41, 0x00, 0x0b, 0x00}})},
  };
}

std::vector<FeatureCase> cases_of_linking() {
  const auto custom = [](std::string_view name) {
    return forge::join({forge::preamble(), forge::custom_section(name, Bytes{})});
  };
  return {
      {Feature::imported_memory, "import env.memory", with_import({0x02, 0x00, 1}, "memory")},
      {Feature::threads, "limits 0x03", with_import({0x02, 0x03, 1, 1}, "memory")},
      {Feature::imported_table, "import env.x", with_import({0x01, 0x70, 0x00, 1})},
      {Feature::imported_global, "import env.x", with_import({0x03, 0x7f, 0x00})},
      {Feature::exceptions, "a tag", with_import({0x04, 0x00, 0x00})},
      {Feature::type_imports, "import env.x", with_import({0x05, 0x00})},
      {Feature::exceptions, "a tag section", with_section(forge::tags, {{0x00, 0x00}})},
      {Feature::exceptions, "export e, a tag",
       with_section(forge::exports, {forge::export_of("e", 4, 0)})},
      {Feature::object_file, "env.__linear_memory",
       with_import({0x02, 0x00, 0}, "__linear_memory")},
      {Feature::object_file, "custom section linking", custom("linking")},
      {Feature::object_file, "custom section reloc.CODE", custom("reloc.CODE")},
      {Feature::dynamic_linking, "custom section dylink.0", custom("dylink.0")},
  };
}

TEST(Features, AreRefusedByName) {
  for (const auto& cases : {cases_of_instructions(), cases_of_types(), cases_of_linking()}) {
    for (const FeatureCase& test : cases) {
      const std::string name(feature_name(test.feature));
      SCOPED_TRACE(name + ": " + test.seen);
      const auto result = inspect("app.wasm", test.module);
      ASSERT_FALSE(result.ok());
      EXPECT_EQ(result.error().code, Code::unsupported) << result.error().to_string();
      EXPECT_EQ(result.error().message, "uses " + name + ", which is not supported");
      EXPECT_NE(result.error().seen.find(test.seen), std::string::npos) << result.error().seen;
      EXPECT_FALSE(result.error().hint.empty());
    }
  }
}

TEST(Features, SayPlaceAndAdvice) {
  const auto result = inspect("app.wasm", with_body({0x41, 0x00, 0xfd, 0x0f, 0x1a}));
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().to_string(),
            "app.wasm: function 0: uses SIMD (vector instructions), which is not supported (seen "
            "opcode 0xfd 15 at offset 53); compile without it: clang -mno-simd128, rustc -C "
            "target-feature=-simd128");
}

}  // namespace
}  // namespace anchorhold::wasm
