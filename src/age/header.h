#pragma once
// The textual header of an age file (age-encryption.org/v1, "Header"): strict, so that one header
// has one encoding.

#include <span>
#include <string>
#include <vector>

#include "age/file_key.h"
#include "base/block_source.h"

namespace anchorhold::age {

// Stanza: the file key as wrapped for one recipient. Whoever wrote the file chose all of it.
struct Stanza {
  std::string type;                    // the first argument: X25519, scrypt, …
  std::vector<std::string> arguments;  // the others
  Bytes body;
  bool operator==(const Stanza&) const = default;
};

struct Header {
  std::vector<Stanza> stanzas;
  Digest256 mac{};
  bool operator==(const Header&) const = default;
};

// A header above this is limit_exceeded; it holds about ten thousand X25519 recipients.
inline constexpr size_t max_header_size = 1 << 20;

// read_header_bytes: takes the header, and nothing after it, off the front of `file`. Only its end
// was found; nothing in it is checked beyond the version line.
Result<Bytes> read_header_bytes(BlockSource& file);

// parse_header: exactly one header, as read_header_bytes cut it. The MAC is not checked: it takes
// the file key.
Result<Header> parse_header(ByteView bytes);

// verify_header_mac: denied unless `bytes` is what the holder of the file key wrote.
Status verify_header_mac(ByteView bytes, const Header& header, const FileKey& file_key);

std::string encode_header(const Header& header);

// authenticated_header: the encoding of `stanzas` with the MAC under the file key.
Result<std::string> authenticated_header(std::span<const Stanza> stanzas, const FileKey& file_key);

}  // namespace anchorhold::age
