#pragma once
// From the front of a file and the keys at hand to the key of its payload.

#include "age/header.h"
#include "age/rules.h"
#include "age/stream.h"

namespace anchorhold::age {

// unwrap_file_key: parses the header, holds it against the rules, checks every stanza of a known
// type, tries the keys, and verifies the header's MAC. Only then is the key returned.
Result<FileKey> unwrap_file_key(ByteView header_bytes, const Keys& keys, const Rules& rules);

// Unlocked: what opens the payload's chunks, and the length of the file before the first of them.
struct Unlocked {
  ChunkOpener opener;
  uint64_t payload_offset;
};

// unlock: takes header and nonce off the front of a binary file.
Result<Unlocked> unlock(BlockSource& file, const Keys& keys, const Rules& rules);

}  // namespace anchorhold::age
