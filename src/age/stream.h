#pragma once
// The payload of an age file: STREAM over ChaCha20-Poly1305 in chunks of 64 KiB
// (age-encryption.org/v1, "Payload").

#include "age/file_key.h"
#include "base/block_source.h"
#include "crypto/aead.h"
#include "crypto/bulk_open.h"

namespace anchorhold::age {

inline constexpr size_t chunk_size = 65536;
inline constexpr size_t sealed_chunk_size = chunk_size + crypto::aead_tag_size;
inline constexpr size_t stream_nonce_size = 16;

using StreamNonce = ByteArray<stream_nonce_size>;

// The position and the mark of the final chunk are in every chunk's nonce: chunks cannot be
// swapped, and a file cannot be cut short unseen.

// ChunkSealer: seals single chunks, each number once.
class ChunkSealer {
 public:
  static Result<ChunkSealer> create(const FileKey& file_key, const StreamNonce& nonce);
  // out.size() is the plaintext's plus the tag's.
  Status seal(uint64_t chunk, bool final, ByteView plain, MutableBytes out);

 private:
  explicit ChunkSealer(crypto::AeadKey key) : aead_(key) {}
  crypto::ChaCha20Poly1305 aead_;
};

// ChunkOpener: opens single chunks, in any order.
class ChunkOpener {
 public:
  static Result<ChunkOpener> create(const FileKey& file_key, const StreamNonce& nonce);
  // out.size() is the sealed chunk's minus the tag's; `out` is zero when the tag is wrong (denied).
  Status open(uint64_t chunk, bool final, ByteView sealed, MutableBytes out);

 private:
  explicit ChunkOpener(crypto::AeadKey key) : opener_(key) {}
  crypto::BulkOpener opener_;
};

// seal_stream: everything from `plain` as chunks.
Status seal_stream(BlockSource& plain, Sink& file, ChunkSealer& sealer);

// open_stream: the verified chunks of `file`, which must end with the final one.
Status open_stream(BlockSource& file, Sink& plain, ChunkOpener& opener);

}  // namespace anchorhold::age
