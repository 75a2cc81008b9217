#include "image/elf.h"

#include <gtest/gtest.h>

#include "testkit/attack.h"
#include "testkit/forged_image.h"

namespace anchorhold::image {
namespace {

TEST(ParseProgram, TellsStaticFromDynamic) {
  const Program alone = parse_program("program", testkit::forge_program()).value();
  EXPECT_EQ(alone.architecture, "amd64");
  EXPECT_EQ(alone.interpreter, "");
  const Program dynamic =
      parse_program("program", testkit::forge_program("", "/lib64/ld-linux-x86-64.so.2")).value();
  EXPECT_EQ(dynamic.interpreter, "/lib64/ld-linux-x86-64.so.2");
}

TEST(ParseProgram, RefusesScriptsAndTruncations) {
  const auto script = parse_program("program", bytes_of("#!/bin/sh\n"));
  ASSERT_FALSE(script.ok());
  EXPECT_NE(script.error().hint.find("interpreter"), std::string::npos);
  Bytes program = testkit::forge_program("", "/ld");
  testkit::for_each_truncation(
      program, [](ByteView prefix) { EXPECT_FALSE(parse_program("program", prefix).ok()); });
}

TEST(ParseProgram, FlippedBitsNeverReadOutside) {
  testkit::for_each_bit_flip(testkit::forge_program("", "/lib/ld.so"), [](ByteView mutant, size_t) {
    (void)parse_program("program", mutant).ok();
  });
}

}  // namespace
}  // namespace anchorhold::image
