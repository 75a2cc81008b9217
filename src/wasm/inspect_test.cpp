#include "wasm/inspect.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_wasm.h"
#include "wasm/bounds.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

std::string refusal(ByteView module) {
  const auto result = inspect("app.wasm", module);
  return result.ok() ? "accepted" : result.error().to_string();
}

std::string refusal(const forge::Sections& sections) {
  return refusal(sections.module());
}

Bytes repeated(size_t count, const Bytes& item) {
  return forge::vec(std::vector<Bytes>(count, item));
}

#define EXPECT_SAYS(text, what) EXPECT_NE((text).find(what), std::string::npos) << (text)

TEST(Inspect, SaysWhatAModuleDeclares) {
  Bytes bytes = forge::full_command().module();
  append(bytes, forge::custom_section("producers", Bytes{1, 2, 3}));
  const auto result = inspect("app.wasm", bytes);
  ASSERT_TRUE(result.ok()) << result.error().to_string();
  const Module& module = *result;
  EXPECT_EQ(module.types.size(), 4U);
  ASSERT_EQ(module.imports.size(), 2U);
  EXPECT_EQ(module.imports[0].module, "wasi_snapshot_preview1");
  EXPECT_EQ(module.imports[0].name, "fd_write");
  EXPECT_EQ(to_string(module.imports[0].type), "(i32, i32, i32, i32) -> (i32)");
  EXPECT_EQ(module.functions, (std::vector<uint32_t>{1, 3, 0, 2, 0}));
  ASSERT_EQ(module.tables.size(), 2U);
  EXPECT_EQ(module.tables[0].limits, (Limits{4, 8}));
  EXPECT_EQ(module.tables[1].element, ValueType::externref);
  EXPECT_EQ(module.memory, (Limits{1, 16}));
  ASSERT_EQ(module.globals.size(), 2U);
  EXPECT_TRUE(module.globals[0].is_mutable);
  EXPECT_EQ(module.globals[1].type, ValueType::funcref);
  ASSERT_NE(module.find_export("_start"), nullptr);
  EXPECT_EQ(module.find_export("_start")->index, 2U);
  EXPECT_EQ(module.find_export("counter")->kind, ExternalKind::global);
  EXPECT_EQ(module.find_export("other"), nullptr);
  EXPECT_EQ(module.start, 4U);
  EXPECT_EQ(module.elements.size(), 8U);
  EXPECT_EQ(module.data_count, 3U);
  EXPECT_EQ(module.data_segments, 3U);
  EXPECT_EQ(module.custom_sections, std::vector<std::string>{"producers"});
}

TEST(Inspect, TakesTheSmallest) {
  EXPECT_EQ(refusal(forge::preamble()), "accepted");
  EXPECT_EQ(refusal(forge::command()), "accepted");
}

TEST(Inspect, RefusesEveryTruncation) {
  const Bytes full = forge::full_command().module();
  // A module without its last section is a module, unless that section is missed.
  testkit::for_each_truncation(full, [](ByteView prefix) {
    if (prefix.size() == forge::preamble().size()) return;
    const auto result = inspect("app.wasm", prefix);
    if (!result.ok()) return;
    EXPECT_LT(result->exports.size(), 4U) << "accepted with " << prefix.size() << " bytes";
  });
  const Bytes small = forge::command({0x01}).module();
  testkit::for_each_truncation(small, [](ByteView prefix) {
    const auto result = inspect("app.wasm", prefix);
    EXPECT_TRUE(!result.ok() || result->functions.empty()) << prefix.size();
  });
}

TEST(Inspect, TakesAnyFlippedBitWithoutHarm) {
  const Bytes full = forge::full_command().module();
  size_t refused = 0;
  testkit::for_each_bit_flip(full, [&](ByteView mutant, size_t) {
    const Bytes copy = copy_of(mutant);
    const auto result = inspect("app.wasm", copy);
    if (result.ok()) return;
    ++refused;
    EXPECT_NE(result.error().code, Code::internal) << result.error().to_string();
    EXPECT_EQ(result.error().object.rfind("app.wasm: ", 0), 0U) << result.error().to_string();
  });
  EXPECT_GT(refused, 4 * full.size());
}

TEST(Inspect, RefusesEveryGrownCountAndSize) {
  const forge::Sections full = forge::full_command();
  for (const uint8_t id : full.ids()) {
    if (id == forge::start) continue;  // holds an index, not a count
    SCOPED_TRACE(int{id});
    Bytes content = full.at(id);
    ++content[0];
    EXPECT_NE(refusal(forge::full_command().put(id, content)), "accepted") << "a count";
    content = full.at(id);
    content.push_back(0);
    const std::string longer = refusal(forge::full_command().put(id, content));
    EXPECT_SAYS(longer, "trailing bytes");
  }
  for (const uint64_t size : {uint64_t{1}, uint64_t{127}, uint64_t{1} << 31}) {
    Bytes grown = forge::command().module();
    append(grown, Bytes{0});
    append(grown, forge::leb(size));
    EXPECT_SAYS(refusal(grown), "truncated");
  }
}

TEST(Inspect, NamesWhatIsNoCoreModule) {
  EXPECT_EQ(refusal(bytes_of("(module)")),
            "app.wasm: module: not a WebAssembly module at offset 0 (expected \"\\0asm\", seen "
            "text); translate it to the binary format: wat2wasm");
  EXPECT_SAYS(refusal(Bytes{0x7f, 'E', 'L', 'F', 2}), "not a WebAssembly module");
  EXPECT_SAYS(refusal(Bytes{}), "truncated");
  const Bytes component = {0x00, 'a', 's', 'm', 0x0d, 0x00, 0x01, 0x00};
  EXPECT_SAYS(refusal(component), "a component, not a core module");
  EXPECT_SAYS(refusal(component), "wasm32-wasip1");
  const Bytes second = {0x00, 'a', 's', 'm', 0x02, 0x00, 0x00, 0x00};
  EXPECT_SAYS(refusal(second), "another version of WebAssembly");
  EXPECT_EQ(inspect("app.wasm", second).error().code, Code::unsupported);
}

TEST(Inspect, HoldsSectionsToTheirOrder) {
  const forge::Sections good = forge::full_command();
  std::vector<Bytes> sections;
  for (const uint8_t id : good.ids()) sections.push_back(forge::section(id, good.at(id)));
  for (size_t i = 0; i + 1 < sections.size(); ++i) {
    std::vector<Bytes> swapped = sections;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_NE(refusal(forge::join({forge::preamble(), forge::join(swapped)})), "accepted") << i;
  }
  for (const Bytes& twice : sections) {
    const Bytes more = forge::join({forge::preamble(), forge::join(sections), twice});
    EXPECT_SAYS(refusal(more), "comes twice or too late");
  }
  const Bytes unknown = forge::join({forge::preamble(), forge::section(14, Bytes{})});
  EXPECT_SAYS(refusal(unknown), "unknown section");
}

TEST(Inspect, TakesCustomSectionsAnywhere) {
  const forge::Sections good = forge::full_command();
  const Bytes custom = forge::custom_section("note", bytes_of("anything"));
  Bytes bytes = forge::join({forge::preamble(), custom});
  for (const uint8_t id : good.ids())
    append(bytes, forge::join({forge::section(id, good.at(id)), custom}));
  const auto result = inspect("app.wasm", bytes);
  ASSERT_TRUE(result.ok()) << result.error().to_string();
  EXPECT_EQ(result->custom_sections.size(), good.ids().size() + 1);
  const Bytes nameless = forge::join({forge::preamble(), forge::section(0, Bytes{})});
  EXPECT_SAYS(refusal(nameless), "truncated");
  const Bytes latin = forge::join({forge::preamble(), forge::custom_section("caf\xe9", Bytes{})});
  EXPECT_SAYS(refusal(latin), "not UTF-8");
}

TEST(Inspect, HoldsCountsOfSectionsTogether) {
  EXPECT_SAYS(refusal(forge::command().remove(forge::code)), "functions without bodies");
  EXPECT_SAYS(refusal(forge::command().put(forge::code, repeated(2, forge::body({})))),
              "another number of bodies than of functions");
  EXPECT_SAYS(refusal(forge::command().put(forge::data_count, {1})),
              "another number of data segments than announced");
  EXPECT_SAYS(refusal(forge::full_command().put(forge::data_count, {4})),
              "another number of data segments than announced");
}

TEST(Inspect, HoldsEveryIndexToItsRange) {
  using Change = std::pair<uint8_t, Bytes>;
  const Bytes zero = {0x41, 0x00, 0x0b};
  const std::vector<std::pair<std::string, Change>> cases = {
      {"no such type", {forge::imports, forge::vec({forge::import_of("m", "n", {0x00, 4})})}},
      {"no such type", {forge::functions, forge::vec({{0}, {2}, {4}})}},
      {"no such function", {forge::exports, forge::vec({forge::export_of("f", 0, 5)})}},
      {"no such table", {forge::exports, forge::vec({forge::export_of("t", 1, 2)})}},
      {"no such memory", {forge::exports, forge::vec({forge::export_of("m", 2, 1)})}},
      {"no such global", {forge::exports, forge::vec({forge::export_of("g", 3, 2)})}},
      {"no such function", {forge::start, {5}}},
      {"no such function", {forge::globals, forge::vec({{0x70, 0x00, 0xd2, 5, 0x0b}})}},
      {"no such table", {forge::elements, forge::vec({forge::join({{2, 2}, zero, {0x00, 0x00}})})}},
      {"no such function",
       {forge::elements, forge::vec({forge::join({{0}, zero, forge::vec({{5}})})})}},
      {"wrong type", {forge::start, {0}}},
      {"second export",
       {forge::exports, forge::vec({forge::export_of("f", 0, 0), forge::export_of("f", 0, 1)})}},
      {"unknown kind of export", {forge::exports, forge::vec({forge::export_of("f", 5, 0)})}},
      {"unknown kind of import",
       {forge::imports, forge::vec({forge::import_of("m", "n", {0x06, 0})})}},
      {"another type than its table",
       {forge::elements, forge::vec({forge::join({{2, 1}, zero, {0x00, 0x00}})})}},
      {"another type than it is used for",
       {forge::globals, forge::vec({{0x7f, 0x00, 0x42, 0, 0x0b}, {0x70, 0x00, 0xd2, 3, 0x0b}})}},
      {"not a constant expression", {forge::globals, forge::vec({{0x7f, 0x00, 0x01, 0x0b}})}},
      {"unknown mutability", {forge::globals, forge::vec({{0x7f, 0x04, 0x41, 0x00, 0x0b}})}},
      {"unknown kind of element segment", {forge::elements, forge::vec({{8, 0}})}},
      {"unknown kind of elements", {forge::elements, forge::vec({{1, 1, 0}})}},
      {"unknown kind of data segment", {forge::data, forge::vec({{3, 0}, {1, 0}, {1, 0}})}},
      {"unknown type", {forge::types, forge::vec({{0x60, 1, 0x41, 0}})}},
      {"unknown type", {forge::tables, forge::vec({{0x7f, 0x00, 1}})}},
      {"unknown kind of limits", {forge::memories, forge::vec({{0x10, 1}})}},
      {"a maximum below", {forge::memories, forge::vec({{0x01, 2, 1}})}},
      {"beyond 4 GiB", {forge::memories, forge::vec({forge::join({{0x00}, forge::leb(65537)})})}},
      {"beyond 4 GiB",
       {forge::memories, forge::vec({forge::join({{0x01, 0x00}, forge::leb(65537)})})}},
  };
  for (const auto& [what, change] : cases) {
    SCOPED_TRACE(what);
    const std::string seen = refusal(forge::full_command().put(change.first, change.second));
    EXPECT_SAYS(seen, what);
  }
}

TEST(Inspect, MissesTablesAndMemoriesThatSegmentsNeed) {
  const Bytes zero = {0x41, 0x00, 0x0b};
  EXPECT_SAYS(refusal(forge::command().put(forge::elements,
                                           forge::vec({forge::join({{0}, zero, {0x00}})}))),
              "without a table");
  EXPECT_SAYS(refusal(forge::command()
                          .remove(forge::memories)
                          .remove(forge::exports)
                          .put(forge::data, forge::vec({forge::join({{0}, zero, {0x00}})}))),
              "without a memory");
}

TEST(Inspect, ReadsIntegersAsTheSpecificationSays) {
  const auto with = [](const Bytes& instructions) { return refusal(forge::command(instructions)); };
  // Padding up to the width's number of bytes is allowed, and linkers write it.
  EXPECT_EQ(with({0x41, 0x80, 0x80, 0x80, 0x80, 0x00, 0x1a}), "accepted");
  EXPECT_EQ(with({0x41, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x1a}), "accepted");
  EXPECT_EQ(with({0x20, 0x81, 0x80, 0x80, 0x80, 0x00, 0x1a}), "accepted");
  EXPECT_EQ(with({0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f, 0x1a}),
            "accepted");
  EXPECT_SAYS(with({0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00}), "more than 32 bits");
  EXPECT_SAYS(with({0x41, 0xff, 0xff, 0xff, 0xff, 0x0f}), "more than 32 bits");
  EXPECT_SAYS(with({0x41, 0x80, 0x80, 0x80, 0x80, 0x70}), "more than 32 bits");
  EXPECT_SAYS(with({0x20, 0x80, 0x80, 0x80, 0x80, 0x10}), "more than 32 bits");
  EXPECT_SAYS(with({0x42, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01}),
              "more than 64 bits");
  EXPECT_SAYS(with({0x02, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00, 0x0b}), "more than 33 bits");
  // A block's type of one byte is a byte, not an integer.
  EXPECT_SAYS(with({0x02, 0xc0, 0x7f, 0x0b}), "unknown type of a block");
  EXPECT_EQ(with({0x02, 0x80, 0x00, 0x0b}), "accepted");
}

TEST(Inspect, HoldsTheLimits) {
  const auto limited = [](const Bytes& module) {
    const auto result = inspect("app.wasm", module);
    return !result.ok() && result.error().code == Code::limit_exceeded;
  };
  EXPECT_TRUE(limited(Bytes(max_module_size + 1, 0)));
  const auto nested = [](size_t depth) {
    Bytes instructions;
    for (size_t i = 0; i < depth; ++i) append(instructions, Bytes{0x02, 0x40});
    instructions.insert(instructions.end(), depth, 0x0b);
    return forge::command(instructions).module();
  };
  EXPECT_EQ(refusal(nested(max_nesting)), "accepted");
  EXPECT_TRUE(limited(nested(max_nesting + 1)));
  const auto locals = [](const std::vector<Bytes>& groups) {
    return forge::command().put(forge::code, forge::vec({forge::body({}, groups)})).module();
  };
  EXPECT_EQ(refusal(locals({forge::join({forge::leb(max_locals), {0x7f}})})), "accepted");
  EXPECT_TRUE(limited(locals({forge::join({forge::leb(max_locals), {0x7f}}), {1, 0x7e}})));
  EXPECT_TRUE(
      limited(locals(std::vector<Bytes>(4, forge::join({forge::leb(0xffffffff), {0x7f}})))));
  EXPECT_TRUE(
      limited(forge::command()
                  .put(forge::tables,
                       forge::vec({forge::join({{0x70, 0x00}, forge::leb(max_table_size + 1)})}))
                  .module()));
  EXPECT_TRUE(limited(
      forge::command().put(forge::tables, repeated(max_tables + 1, {0x70, 0, 0})).module()));
  EXPECT_TRUE(limited(
      forge::command().put(forge::imports, repeated(max_imports + 1, {0, 0, 0, 0})).module()));
  EXPECT_TRUE(limited(
      forge::command()
          .put(forge::types, forge::vec({forge::function_type(Bytes(max_params + 1, 0x7f), {})}))
          .module()));
  EXPECT_TRUE(
      limited(forge::command().put(forge::types, repeated(max_types + 1, {0x60, 0, 0})).module()));
  EXPECT_TRUE(limited(forge::join(
      {forge::preamble(), forge::custom_section(std::string(max_name_size + 1, 'n'), Bytes{})})));
  EXPECT_TRUE(limited(forge::join(
      {forge::preamble(), forge::join(std::vector<Bytes>(max_custom_sections + 1,
                                                         forge::custom_section("n", Bytes{})))})));
  EXPECT_TRUE(limited(forge::command(Bytes(max_body_size, 0x01)).module()));
}

}  // namespace
}  // namespace anchorhold::wasm
