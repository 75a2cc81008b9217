#include "image/decompress.h"

#include <archive.h>

#include "image/libarchive.h"

namespace anchorhold::image {
namespace {

// The first bytes of `source`, then the rest of it.
class Prefixed : public Source {
 public:
  Prefixed(Bytes head, Source& rest) : head_(std::move(head)), front_(head_), rest_(rest) {}
  Result<size_t> read(MutableBytes out) override {
    AH_ASSIGN(const size_t count, front_.read(out));
    if (count > 0 || out.empty()) return count;
    return rest_.read(out);
  }

 private:
  Bytes head_;
  MemorySource front_;
  Source& rest_;
};

class Decompressor : public Source {
 public:
  Decompressor(std::unique_ptr<Source> packed, std::unique_ptr<ArchiveReader> reader)
      : packed_(std::move(packed)), reader_(std::move(reader)) {}

  Result<size_t> read(MutableBytes out) override {
    const auto count = archive_read_data(reader_->get(), out.data(), out.size());
    if (count < 0) return reader_->error();
    return static_cast<size_t>(count);
  }

 private:
  std::unique_ptr<Source> packed_;
  std::unique_ptr<ArchiveReader> reader_;
};

constexpr ByteArray<2> gzip_magic = {0x1f, 0x8b};
constexpr ByteArray<4> zstd_magic = {0x28, 0xb5, 0x2f, 0xfd};

bool starts_with(const Bytes& bytes, ByteView magic) {
  return bytes.size() >= magic.size() && std::equal(magic.begin(), magic.end(), bytes.begin());
}

}  // namespace

Result<std::unique_ptr<Source>> decompress(std::string_view object, Source& packed) {
  Bytes head(zstd_magic.size());
  AH_ASSIGN(const size_t count, read_full(packed, head));
  head.resize(count);
  const bool compressed = starts_with(head, gzip_magic) || starts_with(head, zstd_magic);
  auto whole = std::make_unique<Prefixed>(std::move(head), packed);
  if (!compressed) return std::unique_ptr<Source>(std::move(whole));
  AH_ASSIGN(std::unique_ptr<ArchiveReader> reader,
            ArchiveReader::open(object, *whole, ArchiveReader::Kind::compressed));
  archive_entry* entry = nullptr;
  if (archive_read_next_header(reader->get(), &entry) != ARCHIVE_OK) return reader->error();
  return std::unique_ptr<Source>(
      std::make_unique<Decompressor>(std::move(whole), std::move(reader)));
}

Result<size_t> HashingSource::read(MutableBytes out) {
  AH_ASSIGN(const size_t count, inner_.read(out));
  hash_.update(out.first(count));
  count_ += count;
  return count;
}

Result<Digest256> HashingSource::finish(std::string_view object, uint64_t limit_bytes) {
  Bytes buffer(1U << 16);
  for (uint64_t rest = 0;;) {
    AH_ASSIGN(const size_t count, read(buffer));
    if (count == 0) return hash_.finish();
    rest += count;
    if (rest > limit_bytes) {
      return Error{Code::limit_exceeded, std::string(object),
                   "too many bytes after the archive's end"}
          .want("at most " + std::to_string(limit_bytes));
    }
  }
}

Result<size_t> AccessSource::read(MutableBytes out) {
  AH_ASSIGN(const size_t count, access_.read_at(offset_, out));
  offset_ += count;
  return count;
}

}  // namespace anchorhold::image
