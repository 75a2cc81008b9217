#include "base/block_source.h"

#include <algorithm>

namespace anchorhold {

namespace {

// What is left over moves to just before an aligned address, so that every large read lands on one.
constexpr size_t kAlignment = 64;

}  // namespace

Result<ByteView> BufferedBlocks::peek(size_t count) {
  if (end_ - begin_ < count) {
    make_room(count);
    AH_ASSIGN(const size_t more,
              read_full(source_, buffer_.fill().subspan(end_, count - (end_ - begin_))));
    end_ += more;
  }
  return buffer_.view().subspan(begin_, std::min(count, end_ - begin_));
}

void BufferedBlocks::make_room(size_t count) {
  const size_t left = end_ - begin_;
  const size_t start = (kAlignment - left % kAlignment) % kAlignment;
  const ByteView rest = buffer_.view().subspan(begin_, left);
  if (buffer_.size() < count + kAlignment) {
    SecretBytes larger(count + kAlignment);
    std::copy(rest.begin(), rest.end(), larger.fill().subspan(start).begin());
    buffer_ = std::move(larger);
  } else if (left > 0) {
    std::memmove(buffer_.fill().data() + start, rest.data(), left);
  }
  begin_ = start;
  end_ = start + left;
}

}  // namespace anchorhold
