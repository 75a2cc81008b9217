#pragma once
// Random access into an age file: any range of the plaintext, without decrypting what comes before
// it.

#include "age/rules.h"
#include "age/stream.h"
#include "base/io.h"

namespace anchorhold::age {

// SeekableReader: the plaintext of an encrypted RandomAccess. open() verifies the header and the
// final chunk, and with it the length; every read verifies the chunks that it touches and releases
// nothing of a chunk that fails. One decrypted chunk is kept. Armored files have no random access:
// Code::unsupported.
class SeekableReader : public RandomAccess {
 public:
  // The most chunks that one read of the file asks for: what 1 MiB of plaintext can touch.
  static constexpr size_t most_chunks_at_once = (1U << 20) / chunk_size + 1;

  // `file` must outlive the reader and must not change.
  static Result<SeekableReader> open(RandomAccess& file, const Keys& keys, const Rules& rules = {});
  static Result<SeekableReader> open(RandomAccess& file, std::span<const Identity> identities,
                                     const Rules& rules = {}) {
    return open(file, Keys{identities}, rules);
  }
  // open: for who has read the head already (unwrap.h) and holds it against its digest: these bytes
  // count, whatever `file` has there now.
  static Result<SeekableReader> open(RandomAccess& file, ByteView head, const Keys& keys,
                                     const Rules& rules = {});

  uint64_t size() const override { return layout_.plain_size; }
  Result<size_t> read_at(uint64_t offset, MutableBytes out) override;

 private:
  // Where the chunks lie in the file.
  struct Layout {
    uint64_t payload_offset = 0;
    uint64_t chunks = 0;
    uint64_t plain_size = 0;
  };
  static Result<Layout> lay_out(uint64_t payload_offset, uint64_t file_size);

  SeekableReader(RandomAccess& file, ChunkOpener opener, Layout layout);
  size_t plain_size_of(uint64_t chunk) const;
  Status fetch(uint64_t first, uint64_t last);
  Status open_chunk(uint64_t chunk, uint64_t last, MutableBytes out);
  Result<ByteView> cached_chunk(uint64_t chunk, uint64_t last);

  RandomAccess* file_;
  ChunkOpener opener_;
  Layout layout_;
  Bytes sealed_;  // the chunks from fetched_ on, as they are in the file
  uint64_t fetched_ = 0;
  uint64_t fetched_end_ = 0;
  SecretBytes plain_;
  uint64_t cached_ = UINT64_MAX;
};

}  // namespace anchorhold::age
