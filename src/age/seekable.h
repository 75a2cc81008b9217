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
  // `file` must outlive the reader and must not change.
  static Result<SeekableReader> open(RandomAccess& file, const Keys& keys, const Rules& rules = {});
  static Result<SeekableReader> open(RandomAccess& file, std::span<const Identity> identities,
                                     const Rules& rules = {}) {
    return open(file, Keys{identities}, rules);
  }

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
  Status open_chunk(uint64_t chunk, MutableBytes out);
  Result<ByteView> cached_chunk(uint64_t chunk);

  RandomAccess* file_;
  ChunkOpener opener_;
  Layout layout_;
  Bytes sealed_;
  SecretBytes plain_;
  uint64_t cached_ = UINT64_MAX;
};

}  // namespace anchorhold::age
