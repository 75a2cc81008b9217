#include "wasm/body.h"

#include <gtest/gtest.h>

#include "testkit/forged_wasm.h"
#include "wasm/inspect.h"

namespace anchorhold::wasm {
namespace {

namespace forge = testkit::wasm;

// What is said of a command's body, with offsets from its first instruction; its function has two
// locals, its module one type, one memory and nothing else.
std::string said_of(const Bytes& instructions) {
  const Bytes module = forge::command(instructions).module();
  const auto result = inspect("app.wasm", module);
  if (result.ok()) return "accepted";
  const std::string& message = result.error().message;
  const size_t digits = message.rfind(' ') + 1;
  const size_t first = module.size() - instructions.size() - 1;
  return message.substr(0, digits) + std::to_string(std::stoul(message.substr(digits)) - first);
}

TEST(Body, BalancesBlocks) {
  EXPECT_EQ(said_of({0x02, 0x40, 0x03, 0x40, 0x0b, 0x0b}), "accepted");
  EXPECT_EQ(said_of({0x41, 0, 0x04, 0x40, 0x05, 0x0b}), "accepted");
  EXPECT_EQ(said_of({0x02, 0x40}), "truncated at offset 3");
  EXPECT_EQ(said_of({0x0b}), "trailing bytes at offset 1");
  EXPECT_EQ(said_of({0x05}), "an else without an if at offset 0");
  EXPECT_EQ(said_of({0x02, 0x40, 0x05, 0x0b}), "an else without an if at offset 2");
  EXPECT_EQ(said_of({0x41, 0, 0x04, 0x40, 0x05, 0x05, 0x0b}), "an else without an if at offset 5");
}

TEST(Body, HoldsIndicesToTheirRange) {
  EXPECT_EQ(said_of({0x0c, 0x00}), "accepted");
  EXPECT_EQ(said_of({0x0c, 0x01}), "no such enclosing block at offset 1");
  EXPECT_EQ(said_of({0x0e, 0x01, 0x01, 0x00}), "no such enclosing block at offset 2");
  EXPECT_EQ(said_of({0x0e, 0x7f, 0x00}), "more branch targets than bytes are left at offset 1");
  EXPECT_EQ(said_of({0x10, 0x01}), "no such function at offset 1");
  EXPECT_EQ(said_of({0xd2, 0x01}), "no such function at offset 1");
  EXPECT_EQ(said_of({0x11, 0x01, 0x00}), "no such type at offset 1");
  EXPECT_EQ(said_of({0x11, 0x00, 0x00}), "no such table at offset 2");
  EXPECT_EQ(said_of({0x20, 0x01, 0x1a}), "accepted");
  EXPECT_EQ(said_of({0x22, 0x02}), "no such local at offset 1");
  EXPECT_EQ(said_of({0x23, 0x00}), "no such global at offset 1");
  EXPECT_EQ(said_of({0x25, 0x00}), "no such table at offset 1");
  EXPECT_EQ(said_of({0x02, 0x01}), "no such type at offset 1");
  EXPECT_EQ(said_of({0xfc, 0x0c, 0x00, 0x00}), "no such element segment at offset 2");
  EXPECT_EQ(said_of({0xfc, 0x0d, 0x00}), "no such element segment at offset 2");
  EXPECT_EQ(said_of({0xfc, 0x10, 0x00}), "no such table at offset 2");
}

TEST(Body, ReadsImmediates) {
  EXPECT_EQ(said_of({0x20, 0x00, 0x28, 0x02, 0x00, 0x1a}), "accepted");
  EXPECT_EQ(said_of({0x28, 0x03, 0x00}), "aligned beyond its size at offset 1");
  EXPECT_EQ(said_of({0x3e, 0x03, 0x00}), "aligned beyond its size at offset 1");
  EXPECT_EQ(said_of({0x29, 0x80, 0x01, 0x00}), "aligned beyond its size at offset 1");
  EXPECT_EQ(said_of({0x1c, 0x00}), "select of other than one type at offset 1");
  EXPECT_EQ(said_of({0x1c, 0x02, 0x7f, 0x7f}), "select of other than one type at offset 1");
  EXPECT_EQ(said_of({0x1c, 0x01, 0x00}), "unknown type at offset 2");
  EXPECT_EQ(said_of({0xd0, 0x7f}), "unknown type at offset 1");
  EXPECT_EQ(said_of({0x44, 0, 0, 0}), "truncated at offset 1");
  EXPECT_EQ(said_of({0xff}), "unknown instruction at offset 0");
  EXPECT_EQ(said_of({0xfc, 0x40}), "unknown instruction at offset 0");
}

TEST(Body, HoldsOperandsToTheirTypes) {
  const std::string wrong = "an operand of the wrong type at offset ";
  EXPECT_EQ(said_of({0x41, 0, 0x42, 0, 0x6a, 0x1a}), wrong + "4");
  EXPECT_EQ(said_of({0x41, 0, 0x6a, 0x1a}), "an operand is missing at offset 2");
  EXPECT_EQ(said_of({0x1a}), "an operand is missing at offset 0");
  EXPECT_EQ(said_of({0x41, 0}), "operands are left at the end of a block at offset 2");
  EXPECT_EQ(said_of({0x42, 0, 0x21, 0}), wrong + "2");
  EXPECT_EQ(said_of({0x02, 0x7f, 0x0b, 0x1a}), "an operand is missing at offset 2");
  EXPECT_EQ(said_of({0x41, 0, 0x02, 0x40, 0x1a, 0x0b}), "an operand is missing at offset 4");
  EXPECT_EQ(said_of({0x02, 0x7f, 0x42, 0, 0x0c, 0, 0x0b, 0x1a}), wrong + "4");
  EXPECT_EQ(said_of({0x41, 0, 0x04, 0x7f, 0x41, 0, 0x0b, 0x1a}),
            "an if of this type needs an else at offset 6");
  EXPECT_EQ(said_of({0x02, 0x7f, 0x41, 0, 0x41, 0, 0x0e, 1, 0, 1, 0x0b, 0x1a}),
            "branch targets of different types at offset 6");
  EXPECT_EQ(said_of({0x02, 0x7f, 0x42, 0, 0x41, 0, 0x0e, 0, 0, 0x0b, 0x1a}), wrong + "6");
  EXPECT_EQ(said_of({0x41, 0, 0x42, 0, 0x41, 0, 0x1b, 0x1a}),
            "select between other than two numbers of one type at offset 6");
  EXPECT_EQ(said_of({0xd0, 0x6f, 0xd0, 0x6f, 0x41, 0, 0x1b, 0x1a}),
            "select between other than two numbers of one type at offset 6");
  EXPECT_EQ(said_of({0x41, 0, 0xd1, 0x1a}), "ref.is_null of a number at offset 2");
}

// wabt 1.0.32 takes these two: it forgets the type that stands behind `select`.
TEST(Body, KeepsTheTypeOfATypedSelect) {
  const Bytes chosen = {0x41, 0, 0x41, 0, 0x41, 0, 0x1c, 1, 0x7f};
  EXPECT_EQ(said_of(forge::join({chosen, {0x1a}})), "accepted");
  EXPECT_EQ(said_of(forge::join({chosen, {0xd1, 0x1a}})), "ref.is_null of a number at offset 9");
  EXPECT_EQ(said_of(forge::join({chosen, {0x9a, 0x1a}})),
            "an operand of the wrong type at offset 9");
}

TEST(Body, TakesAnyOperandWhereNothingRuns) {
  EXPECT_EQ(said_of({0x00, 0x6a, 0x1a}), "accepted");
  EXPECT_EQ(said_of({0x00, 0x1b, 0x1a}), "accepted");
  EXPECT_EQ(said_of({0x02, 0x7f, 0x0c, 0x01, 0x0b, 0x1a}), "accepted");
  EXPECT_EQ(said_of({0x0f, 0x42, 0, 0x45, 0x1a}), "an operand of the wrong type at offset 3");
  EXPECT_EQ(said_of({0x00, 0x42, 0}), "operands are left at the end of a block at offset 3");
}

TEST(Body, NeedsWhatItUses) {
  const std::string counted =
      "an instruction on data in a module without a data count section at offset 0";
  EXPECT_EQ(said_of({0xfc, 0x08, 0x00, 0x00}), counted);
  EXPECT_EQ(said_of({0xfc, 0x09, 0x00}), counted);
  for (const Bytes& access :
       {Bytes{0x28, 0x02, 0x00}, Bytes{0x3f, 0x00}, Bytes{0xfc, 0x0b, 0x00}}) {
    const auto result = inspect(
        "app.wasm", forge::command(access).remove(forge::memories).remove(forge::exports).module());
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().message.rfind("an instruction on memory", 0), 0U);
  }
}

TEST(Body, ChangesOnlyWhatMayChange) {
  const auto said_of_full = [](const Bytes& instructions) {
    auto sections = forge::full_command();
    sections.put(forge::code,
                 forge::vec({forge::body(instructions), forge::body({0x20, 0}), forge::body({})}));
    const auto result = inspect("app.wasm", sections.module());
    return result.ok() ? "accepted" : result.error().message;
  };
  const auto says = [&](const Bytes& instructions, std::string_view what) {
    return said_of_full(instructions).rfind(what, 0) == 0;
  };
  EXPECT_TRUE(says({0x41, 0, 0x24, 0}, "accepted"));
  EXPECT_TRUE(says({0xd0, 0x70, 0x24, 1}, "an assignment to a global that is not mutable"));
  EXPECT_TRUE(says({0xd2, 2, 0x1a}, "accepted"));
  EXPECT_TRUE(says({0xd2, 0, 0x1a}, "a reference to a function that no segment"));
  EXPECT_TRUE(says({0x41, 0, 0x11, 0, 1}, "an indirect call through a table of other"));
  EXPECT_TRUE(says({0xfc, 0x0c, 5, 0}, "elements of another type than their table"));
  EXPECT_TRUE(says({0xfc, 0x0e, 0, 1}, "tables of different types"));
  EXPECT_TRUE(says({0x41, 0, 0xd0, 0x70, 0x26, 1}, "an operand of the wrong type"));
}

TEST(Body, NamesTheFunctionInErrors) {
  auto sections = forge::full_command();
  sections.put(forge::code, forge::vec({forge::body({}), forge::body({0xff}), forge::body({})}));
  const auto result = inspect("app.wasm", sections.module());
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().object, "app.wasm: function 3");
}

}  // namespace
}  // namespace anchorhold::wasm
