#pragma once
// The headers of the canonical layer: POSIX ustar, with a pax record for a path or target of more
// than 100 bytes.

#include "base/bytes.h"
#include "base/result.h"
#include "image/layer.h"

namespace anchorhold::image {

// encode_header: all blocks that stand before the entry's content; entry.data_offset is not looked
// at.
Bytes encode_header(const Entry& entry);

// parse_header: the entry of one ustar block, after `pax` (empty when there was none). It only
// reads: the caller makes sure that encode_header gives the same bytes back.
Result<Entry> parse_header(std::string_view pax, ByteView block);

// pax_size: how many bytes of pax records follow this block; 0 when it is not a pax header.
Result<size_t> pax_size(ByteView block);

// padded: `size` rounded up to whole blocks.
constexpr uint64_t padded(uint64_t size) {
  return (size + tar_block - 1) / tar_block * tar_block;
}

}  // namespace anchorhold::image
