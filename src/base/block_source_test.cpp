#include "base/block_source.h"

#include <gtest/gtest.h>

namespace anchorhold {
namespace {

// A source that gives at most `step` bytes at a time.
class Trickle : public Source {
 public:
  Trickle(ByteView bytes, size_t step) : rest_(bytes), step_(step) {}
  Result<size_t> read(MutableBytes out) override {
    return rest_.read(out.first(std::min(out.size(), step_)));
  }

 private:
  MemorySource rest_;
  size_t step_;
};

TEST(BufferedBlocks, ShowsTheSameBytesWhateverTheSteps) {
  Bytes bytes(1000);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<uint8_t>(i * 7);
  for (const size_t step : {size_t{1}, size_t{63}, size_t{1000}}) {
    Trickle source(bytes, step);
    BufferedBlocks blocks(source);
    Bytes seen;
    for (size_t want = 1;; want = want * 3 % 251) {
      const auto view = blocks.peek(want);
      ASSERT_TRUE(view.ok());
      if (view->empty()) break;
      const size_t take = (view->size() + 1) / 2;
      append(seen, view->first(take));
      blocks.skip(take);
    }
    EXPECT_EQ(seen, bytes);
  }
}

TEST(BufferedBlocks, ShowsFewerOnlyAtTheEnd) {
  const Bytes bytes(100, 1);
  Trickle source(bytes, 7);
  BufferedBlocks blocks(source);
  EXPECT_EQ(blocks.peek(100)->size(), 100U);
  blocks.skip(40);
  EXPECT_EQ(blocks.peek(100)->size(), 60U);
  blocks.skip(60);
  EXPECT_TRUE(blocks.peek(1)->empty());
}

}  // namespace
}  // namespace anchorhold
