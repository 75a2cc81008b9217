#pragma once
// ASCII armor: an age file as strict PEM (RFC 7468 section 3) with the label AGE ENCRYPTED FILE,
// streaming.

#include <string>

#include "base/block_source.h"

namespace anchorhold::age {

// ArmorSink: armors what is written to it. The armor is complete only after finish().
class ArmorSink : public Sink {
 public:
  explicit ArmorSink(Sink& out) : out_(out) {}
  Status write(ByteView bytes) override;
  Status finish();

 private:
  void begin();
  Sink& out_;
  std::string text_;  // lines that are not yet handed on
  Bytes partial_;     // bytes of a line that is not full yet
  bool begun_ = false;
};

// ArmorSource: what is inside the armor. White space before and after it and CRLF line ends are
// accepted; any other deviation from the one canonical form is malformed. Text after the armor is
// found only when the end is read.
class ArmorSource : public Source {
 public:
  explicit ArmorSource(BlockSource& in) : in_(in) {}
  Result<size_t> read(MutableBytes out) override;

 private:
  static constexpr size_t kBlockSize = 65536;
  Status decode_lines();
  Status read_begin();
  Status read_trailer();
  Status decode_line(std::string_view line);
  // The next line without its end; the last line of the file may have none.
  Result<std::string_view> next_line();
  Status refill();

  BlockSource& in_;
  std::string_view block_;  // what is left of the last peek
  size_t peeked_ = 0;
  bool at_end_ = false;  // nothing follows block_
  bool begun_ = false;
  bool last_line_seen_ = false;
  bool done_ = false;
  Bytes decoded_;
  size_t taken_ = 0;
};

// looks_armored: whether the file begins, after white space, like armor of any label.
Result<bool> looks_armored(BlockSource& file);

}  // namespace anchorhold::age
