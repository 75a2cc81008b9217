#include "age/seekable.h"

#include <algorithm>

#include "age/armor.h"
#include "age/unwrap.h"

namespace anchorhold::age {

namespace {

Error malformed_payload(std::string message) {
  return Error{Code::malformed, std::string(layer::payload), std::move(message)}.advise(
      "the file was cut short: get it again");
}

}  // namespace

SeekableReader::SeekableReader(RandomAccess& file, ChunkOpener opener, Layout layout)
    : file_(&file), opener_(std::move(opener)), layout_(layout), plain_(chunk_size) {}

Result<SeekableReader> SeekableReader::open(RandomAccess& file, const Keys& keys,
                                            const Rules& rules) {
  AccessSource front(file);
  BufferedBlocks blocks(front);
  AH_ASSIGN(const bool armored, looks_armored(blocks));
  if (armored) {
    return Error{Code::unsupported, std::string(layer::armor), "no random access into armor"};
  }
  AH_ASSIGN(const Bytes head, read_head(blocks));
  return open(file, head, keys, rules);
}

Result<SeekableReader> SeekableReader::open(RandomAccess& file, ByteView head, const Keys& keys,
                                            const Rules& rules) {
  AH_ASSIGN(ChunkOpener opener, unlock(head, keys, rules));
  AH_ASSIGN(const Layout layout, lay_out(head.size(), file.size()));
  SeekableReader reader(file, std::move(opener), layout);
  // The final chunk's tag is what proves the length.
  AH_TRY(reader.cached_chunk(layout.chunks - 1, layout.chunks - 1));
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

// One read of the file for all chunks that a read of the plaintext is about to need: the file may
// be far away.
Status SeekableReader::fetch(uint64_t first, uint64_t last) {
  const uint64_t end = std::min(last + 1, first + most_chunks_at_once);
  const uint64_t from = first * sealed_chunk_size;
  const uint64_t to = std::min(end * sealed_chunk_size,
                               layout_.plain_size + layout_.chunks * crypto::aead_tag_size);
  fetched_ = fetched_end_ = first;
  sealed_.resize(static_cast<size_t>(to - from));
  AH_ASSIGN(const size_t count, file_->read_at(layout_.payload_offset + from, sealed_));
  if (count != sealed_.size()) return malformed_payload("became shorter while it was read");
  fetched_end_ = end;
  return {};
}

Status SeekableReader::open_chunk(uint64_t chunk, uint64_t last, MutableBytes out) {
  if (chunk < fetched_ || chunk >= fetched_end_) AH_TRY(fetch(chunk, last));
  const ByteView sealed =
      ByteView(sealed_).subspan(static_cast<size_t>(chunk - fetched_) * sealed_chunk_size,
                                plain_size_of(chunk) + crypto::aead_tag_size);
  return opener_.open(chunk, chunk == layout_.chunks - 1, sealed, out);
}

Result<ByteView> SeekableReader::cached_chunk(uint64_t chunk, uint64_t last) {
  const MutableBytes plain = plain_.fill().first(plain_size_of(chunk));
  if (cached_ != chunk) {
    cached_ = UINT64_MAX;
    AH_TRY(open_chunk(chunk, last, plain));
    cached_ = chunk;
  }
  return ByteView(plain);
}

Result<size_t> SeekableReader::read_at(uint64_t offset, MutableBytes out) {
  if (offset >= layout_.plain_size || out.empty()) return size_t{0};
  const size_t wanted =
      static_cast<size_t>(std::min<uint64_t>(out.size(), layout_.plain_size - offset));
  const uint64_t last = (offset + wanted - 1) / chunk_size;
  fetched_end_ = fetched_;
  for (size_t done = 0; done < wanted;) {
    const uint64_t chunk = (offset + done) / chunk_size;
    const size_t start = static_cast<size_t>((offset + done) % chunk_size);
    const size_t size = plain_size_of(chunk);
    const size_t count = std::min(wanted - done, size - start);
    if (count == size && chunk != cached_) {
      AH_TRY(open_chunk(chunk, last, out.subspan(done, count)));
    } else {
      AH_ASSIGN(const ByteView plain, cached_chunk(chunk, last));
      std::copy_n(plain.begin() + static_cast<std::ptrdiff_t>(start), count,
                  out.begin() + static_cast<std::ptrdiff_t>(done));
    }
    done += count;
  }
  return wanted;
}

}  // namespace anchorhold::age
