#include "age/armor.h"

#include <algorithm>

#include "age/rules.h"
#include "base/base64.h"

namespace anchorhold::age {

namespace {

constexpr std::string_view kBegin = "-----BEGIN AGE ENCRYPTED FILE-----";
constexpr std::string_view kEnd = "-----END AGE ENCRYPTED FILE-----";
constexpr std::string_view kDashes = "-----";
constexpr size_t kArmorColumns = 64;
constexpr size_t kBytesPerLine = kArmorColumns / 4 * 3;
constexpr size_t kMaxWhiteSpace = 1024;
constexpr size_t kDecodeAtOnce = 16384;

constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

size_t count_spaces(std::string_view text) {
  return static_cast<size_t>(std::find_if_not(text.begin(), text.end(), is_space) - text.begin());
}

std::string_view without_trailing_spaces(std::string_view text) {
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

Error malformed_armor(std::string message) {
  return Error{Code::malformed, std::string(layer::armor), std::move(message)};
}

}  // namespace

void ArmorSink::begin() {
  if (begun_) return;
  text_.append(kBegin).append("\n");
  begun_ = true;
}

Status ArmorSink::write(ByteView bytes) {
  begin();
  while (!bytes.empty()) {
    const size_t count = std::min(kBytesPerLine - partial_.size(), bytes.size());
    append(partial_, bytes.first(count));
    bytes = bytes.subspan(count);
    if (partial_.size() == kBytesPerLine) {
      text_.append(to_base64(partial_, Base64::standard)).append("\n");
      partial_.clear();
    }
  }
  AH_TRY(out_.write(bytes_of(text_)));
  text_.clear();
  return {};
}

Status ArmorSink::finish() {
  begin();
  if (!partial_.empty()) text_.append(to_base64(partial_, Base64::standard)).append("\n");
  text_.append(kEnd).append("\n");
  return out_.write(bytes_of(text_));
}

Result<size_t> ArmorSource::read(MutableBytes out) {
  if (out.empty()) return size_t{0};
  if (taken_ == decoded_.size()) AH_TRY(decode_lines());
  const size_t count = std::min(out.size(), decoded_.size() - taken_);
  std::copy_n(decoded_.data() + taken_, count, out.data());
  taken_ += count;
  return count;
}

// Fills `decoded_` with some lines, or leaves it empty at the end.
Status ArmorSource::decode_lines() {
  decoded_.clear();
  taken_ = 0;
  if (!begun_) AH_TRY(read_begin());
  while (!done_ && decoded_.size() < kDecodeAtOnce) {
    AH_ASSIGN(const std::string_view line, next_line());
    if (without_trailing_spaces(line) == kEnd) {
      AH_TRY(read_trailer());
    } else {
      AH_TRY(decode_line(line));
    }
  }
  return {};
}

Status ArmorSource::decode_line(std::string_view line) {
  if (last_line_seen_) return malformed_armor("has a line after a short one");
  if (line.empty()) return malformed_armor("has an empty line");
  if (line.size() > kArmorColumns) return malformed_armor("has a line over 64 columns");
  AH_ASSIGN(const Bytes bytes, from_base64(layer::armor, line, Base64::standard));
  append(decoded_, bytes);
  last_line_seen_ = bytes.size() < kBytesPerLine;
  return {};
}

Status ArmorSource::read_begin() {
  AH_TRY(refill());
  const size_t spaces = count_spaces(block_);
  if (spaces > kMaxWhiteSpace) return malformed_armor("begins with too much white space");
  block_.remove_prefix(spaces);
  AH_ASSIGN(const std::string_view line, next_line());
  if (line != kBegin) return malformed_armor("has the wrong first line").want(std::string(kBegin));
  begun_ = true;
  return {};
}

Status ArmorSource::read_trailer() {
  AH_TRY(refill());
  if (block_.size() > kMaxWhiteSpace || count_spaces(block_) != block_.size()) {
    return malformed_armor("has text after its last line").want(std::string(kEnd));
  }
  done_ = true;
  return {};
}

Result<std::string_view> ArmorSource::next_line() {
  size_t end = block_.find('\n');
  if (end == std::string_view::npos && !at_end_) {
    AH_TRY(refill());
    end = block_.find('\n');
    if (end == std::string_view::npos && !at_end_)
      return malformed_armor("has a line over 64 columns");
  }
  if (block_.empty()) return malformed_armor("ends before its last line").want(std::string(kEnd));
  std::string_view line = block_.substr(0, end);
  block_.remove_prefix(std::min(line.size() + 1, block_.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

Status ArmorSource::refill() {
  in_.skip(peeked_ - block_.size());
  AH_ASSIGN(const ByteView view, in_.peek(kBlockSize));
  peeked_ = view.size();
  at_end_ = view.size() < kBlockSize;
  block_ = text_of(view);
  return {};
}

Result<bool> looks_armored(BlockSource& file) {
  AH_ASSIGN(const ByteView start, file.peek(kMaxWhiteSpace + kDashes.size()));
  std::string_view text = text_of(start);
  text.remove_prefix(count_spaces(text));
  return text.starts_with(kDashes);
}

}  // namespace anchorhold::age
