#include "age/seekable.h"

#include <algorithm>

#include "age/armor.h"
#include "age/unwrap.h"

namespace anchorhold::age {

namespace {

// A RandomAccess from front to back, for reading the header.
class FrontSource : public Source {
 public:
  explicit FrontSource(RandomAccess& file) : file_(file) {}
  Result<size_t> read(MutableBytes out) override {
    AH_ASSIGN(const size_t count, file_.read_at(offset_, out));
    offset_ += count;
    return count;
  }

 private:
  RandomAccess& file_;
  uint64_t offset_ = 0;
};

Error malformed_payload(std::string message) {
  return Error{Code::malformed, std::string(layer::payload), std::move(message)}.advise(
      "the file was cut short: get it again");
}

}  // namespace

SeekableReader::SeekableReader(RandomAccess& file, ChunkOpener opener, Layout layout)
    : file_(&file),
      opener_(std::move(opener)),
      layout_(layout),
      sealed_(sealed_chunk_size),
      plain_(chunk_size) {}

Result<SeekableReader> SeekableReader::open(RandomAccess& file, const Keys& keys,
                                            const Rules& rules) {
  FrontSource front(file);
  BufferedBlocks blocks(front);
  AH_ASSIGN(const bool armored, looks_armored(blocks));
  if (armored) {
    return Error{Code::unsupported, std::string(layer::armor), "no random access into armor"};
  }
  AH_ASSIGN(Unlocked unlocked, unlock(blocks, keys, rules));
  AH_ASSIGN(const Layout layout, lay_out(unlocked.payload_offset, file.size()));
  SeekableReader reader(file, std::move(unlocked.opener), layout);
  // The final chunk's tag is what proves the length.
  AH_TRY(reader.cached_chunk(layout.chunks - 1));
  return reader;
}

Result<SeekableReader::Layout> SeekableReader::lay_out(uint64_t payload_offset,
                                                       uint64_t file_size) {
  if (file_size <= payload_offset) return malformed_payload("has no chunk");
  const uint64_t payload = file_size - payload_offset;
  const uint64_t chunks = (payload - 1) / sealed_chunk_size + 1;
  const uint64_t last = payload - (chunks - 1) * sealed_chunk_size;
  if (last < crypto::aead_tag_size) return malformed_payload("ends within a tag");
  if (last == crypto::aead_tag_size && chunks > 1)
    return malformed_payload("its final chunk is empty");
  return Layout{payload_offset, chunks, payload - chunks * crypto::aead_tag_size};
}

size_t SeekableReader::plain_size_of(uint64_t chunk) const {
  return static_cast<size_t>(
      std::min<uint64_t>(chunk_size, layout_.plain_size - chunk * chunk_size));
}

Status SeekableReader::open_chunk(uint64_t chunk, MutableBytes out) {
  const MutableBytes sealed =
      MutableBytes(sealed_).first(plain_size_of(chunk) + crypto::aead_tag_size);
  AH_ASSIGN(const size_t count,
            file_->read_at(layout_.payload_offset + chunk * sealed_chunk_size, sealed));
  if (count != sealed.size()) return malformed_payload("became shorter while it was read");
  return opener_.open(chunk, chunk == layout_.chunks - 1, sealed, out);
}

Result<ByteView> SeekableReader::cached_chunk(uint64_t chunk) {
  const MutableBytes plain = plain_.fill().first(plain_size_of(chunk));
  if (cached_ != chunk) {
    cached_ = UINT64_MAX;
    AH_TRY(open_chunk(chunk, plain));
    cached_ = chunk;
  }
  return ByteView(plain);
}

Result<size_t> SeekableReader::read_at(uint64_t offset, MutableBytes out) {
  size_t done = 0;
  while (done < out.size() && offset + done < layout_.plain_size) {
    const uint64_t chunk = (offset + done) / chunk_size;
    const size_t start = static_cast<size_t>((offset + done) % chunk_size);
    const size_t size = plain_size_of(chunk);
    const size_t count = std::min(out.size() - done, size - start);
    if (count == size && chunk != cached_) {
      AH_TRY(open_chunk(chunk, out.subspan(done, count)));
    } else {
      AH_ASSIGN(const ByteView plain, cached_chunk(chunk));
      std::copy_n(plain.begin() + static_cast<std::ptrdiff_t>(start), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
    }
    done += count;
  }
  return done;
}

}  // namespace anchorhold::age
