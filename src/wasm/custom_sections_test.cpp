#include "wasm/custom_sections.h"

#include <gtest/gtest.h>

#include "testkit/forged_wasm.h"
#include "wasm/inspect.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

TEST(CustomSections, AreLeftOutAndNothingElse) {
  const Bytes plain = forge::command().module();
  Bytes module = forge::join({forge::preamble(), forge::custom_section("note", bytes_of("x"))});
  append(module, ByteView(plain).subspan(8));
  append(module, forge::custom_section("reloc", Bytes{0xff}));
  EXPECT_EQ(*without_custom_sections(module), plain);
  EXPECT_EQ(*without_custom_sections(plain), plain);
}

TEST(CustomSections, OfWhatIsNoModuleAreRefused) {
  const Bytes plain = forge::command().module();
  EXPECT_FALSE(without_custom_sections(ByteView(plain).first(plain.size() - 1)).ok());
  EXPECT_FALSE(without_custom_sections(bytes_of("text")).ok());
}

}  // namespace
}  // namespace anchorhold::wasm
