#pragma once
// From the front of a file and the keys at hand to the key of its payload.

#include "age/header.h"
#include "age/rules.h"
#include "age/stream.h"

namespace anchorhold::age {

// unwrap_file_key: parses the header, holds it against the rules, checks every stanza of a known
// type, tries the keys, and verifies the header's MAC. Only then is the key returned.
Result<FileKey> unwrap_file_key(ByteView header_bytes, const Keys& keys, const Rules& rules);

// read_head: takes the head off the front of a binary file: header and payload nonce, all before
// the first chunk. Nothing in it is checked beyond the version line. Whoever knows the head's
// digest and the file's length knows which chunks can verify: those that its author sealed under
// it.
Result<Bytes> read_head(BlockSource& file);

// unlock: what opens the chunks that follow `head`.
Result<ChunkOpener> unlock(ByteView head, const Keys& keys, const Rules& rules);

}  // namespace anchorhold::age
