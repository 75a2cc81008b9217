#include "age/stream.h"

#include <algorithm>

#include "age/rules.h"
#include "crypto/kdf.h"

namespace anchorhold::age {

namespace {

// How many chunks are read at a time: few enough to stay in the second-level cache.
constexpr size_t kBlockChunks = 8;
constexpr size_t line_size = 64;

// Asks for the first lines of every page of `next` while the chunk before it is worked on. The
// processor fetches on its own only within a page, and waiting at the start of each costs a tenth
// of the speed on bytes that lie in memory. Inlined by force: as a call it has no effect that the
// compiler knows of, and is dropped.
[[gnu::always_inline]] inline void fetch_ahead(ByteView next) {
  constexpr size_t page_size = 4096;
  constexpr size_t lines = 4;
  const size_t into_page = reinterpret_cast<uintptr_t>(next.data()) % page_size;
  for (size_t page = (page_size - into_page) % page_size; page + lines * line_size <= next.size();
       page += page_size) {
    for (size_t line = 0; line < lines; ++line) {
      __builtin_prefetch(next.data() + page + line * line_size, 0, 2);
    }
  }
}

Error payload_error(Code code, std::string message) {
  return Error{code, std::string(layer::payload), std::move(message)};
}

Error cut_short() {
  return payload_error(Code::malformed, "ends before its final chunk")
      .advise("the file was cut short: get it again");
}

// The nonce of a chunk: its number, 11 bytes big-endian, and a byte that marks the final one.
ByteArray<crypto::aead_nonce_size> chunk_nonce(uint64_t chunk, bool final) {
  ByteArray<crypto::aead_nonce_size> nonce{};
  for (size_t i = 0; i < sizeof(chunk); ++i) {
    nonce[10 - i] = static_cast<uint8_t>(chunk >> (8 * i));
  }
  nonce[11] = final ? 1 : 0;
  return nonce;
}

using PayloadKey = SecretArray<crypto::aead_key_size>;

Result<PayloadKey> payload_key(const FileKey& file_key, const StreamNonce& nonce) {
  PayloadKey key;
  AH_TRY(crypto::hkdf_sha256(file_key.view(), nonce, bytes_of("payload"), key.fill()));
  return key;
}

// ChunkBuffer: room for one chunk, sealed or not, reused so that it stays in the cache, and on a
// cache line's start, so that no store of the cipher straddles two.
class ChunkBuffer {
 public:
  MutableBytes first(size_t size) {
    const size_t beyond = reinterpret_cast<uintptr_t>(room_.view().data()) % line_size;
    return room_.fill().subspan((line_size - beyond) % line_size, size);
  }

 private:
  SecretBytes room_{sealed_chunk_size + line_size};
};

// StreamOpener: opens one chunk after another and knows whether the final one has been.
class StreamOpener {
 public:
  StreamOpener(ChunkOpener& chunks, Sink& plain) : chunks_(chunks), plain_(plain) {}
  bool finished() const { return finished_; }

  // Opens the chunks of `sealed`, each released once it is verified.
  Status open_block(ByteView sealed) {
    while (!sealed.empty()) {
      const ByteView piece = sealed.first(std::min(sealed.size(), sealed_chunk_size));
      sealed = sealed.subspan(piece.size());
      fetch_ahead(sealed.first(std::min(sealed.size(), chunk_size)));
      AH_TRY(open_chunk(piece));
    }
    return {};
  }

 private:
  Status open_chunk(ByteView piece) {
    if (finished_) return payload_error(Code::malformed, "has bytes after its final chunk");
    if (piece.size() < crypto::aead_tag_size) return cut_short();
    const MutableBytes out = buffer_.first(piece.size() - crypto::aead_tag_size);
    AH_TRY(verify_chunk(piece, out));
    ++chunk_;
    return out.empty() ? Status() : plain_.write(out);
  }

  // A chunk of full size may be the final one or not: its tag says which.
  Status verify_chunk(ByteView piece, MutableBytes out) {
    if (piece.size() == sealed_chunk_size) {
      Status opened = chunks_.open(chunk_, false, piece, out);
      if (opened.ok() || opened.error().code != Code::denied) return opened;
    }
    AH_TRY(chunks_.open(chunk_, true, piece, out));
    if (out.empty() && chunk_ > 0) {
      return payload_error(Code::malformed, "its final chunk is empty, and it is not the first");
    }
    finished_ = true;
    return {};
  }

  ChunkOpener& chunks_;
  Sink& plain_;
  ChunkBuffer buffer_;
  uint64_t chunk_ = 0;
  bool finished_ = false;
};

}  // namespace

Result<ChunkSealer> ChunkSealer::create(const FileKey& file_key, const StreamNonce& nonce) {
  AH_ASSIGN(const PayloadKey key, payload_key(file_key, nonce));
  return ChunkSealer(key.view());
}

Status ChunkSealer::seal(uint64_t chunk, bool final, ByteView plain, MutableBytes out) {
  return aead_.seal(chunk_nonce(chunk, final), plain, out);
}

Result<ChunkOpener> ChunkOpener::create(const FileKey& file_key, const StreamNonce& nonce) {
  AH_ASSIGN(const PayloadKey key, payload_key(file_key, nonce));
  return ChunkOpener(key.view());
}

Status ChunkOpener::open(uint64_t chunk, bool final, ByteView sealed, MutableBytes out) {
  Status opened = opener_.open(chunk_nonce(chunk, final), sealed, out);
  if (opened.ok() || opened.error().code != Code::denied) return opened;
  return payload_error(Code::denied, "chunk " + std::to_string(chunk) + " does not verify")
      .advise("the file was changed, reordered or cut short: get it again");
}

Status seal_stream(BlockSource& plain, Sink& file, ChunkSealer& sealer) {
  constexpr size_t block_size = kBlockChunks * chunk_size;
  ChunkBuffer buffer;
  uint64_t chunk = 0;
  for (;;) {
    // One byte more than the block tells whether its last chunk is the final one.
    AH_ASSIGN(const ByteView seen, plain.peek(block_size + 1));
    const bool more = seen.size() > block_size;
    const ByteView block = seen.first(std::min(seen.size(), block_size));
    ByteView rest = block;
    do {
      const ByteView piece = rest.first(std::min(rest.size(), chunk_size));
      rest = rest.subspan(piece.size());
      fetch_ahead(rest.first(std::min(rest.size(), chunk_size)));
      const MutableBytes sealed = buffer.first(piece.size() + crypto::aead_tag_size);
      AH_TRY(sealer.seal(chunk++, !more && rest.empty(), piece, sealed));
      AH_TRY(file.write(sealed));
    } while (!rest.empty());
    plain.skip(block.size());
    if (!more) return {};
  }
}

Status open_stream(BlockSource& file, Sink& plain, ChunkOpener& opener) {
  constexpr size_t block_size = kBlockChunks * sealed_chunk_size;
  StreamOpener stream(opener, plain);
  for (;;) {
    AH_ASSIGN(const ByteView sealed, file.peek(block_size));
    if (sealed.empty()) return stream.finished() ? Status() : cut_short();
    AH_TRY(stream.open_block(sealed));
    file.skip(sealed.size());
  }
}

}  // namespace anchorhold::age
