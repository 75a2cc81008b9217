#include "base/utf8.h"

#include <gtest/gtest.h>

namespace anchorhold {
namespace {

TEST(Utf8, EveryWellFormedSequenceIsTaken) {
  for (const char* text : {"", "a", "\u00e9", "\u20ac", "\U0001f600", "\ud7ff\ue000\U0010ffff"})
    EXPECT_TRUE(is_utf8(text)) << text;
}

TEST(Utf8, OverlongCutSurrogateAndTooHighSequencesAreRefused) {
  for (const char* text : {"\x80", "\xff", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xf0\x80\x80\x80",
                           "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xe2\x82"})
    EXPECT_FALSE(is_utf8(text)) << text;
}

}  // namespace
}  // namespace anchorhold
