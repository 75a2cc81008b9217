#include "image/libarchive.h"

#include <archive.h>

#include <cerrno>

#include "image/names.h"

namespace anchorhold::image {

ArchiveReader::ArchiveReader(std::string_view object, Source& source)
    : object_(object), source_(source), buffer_(1U << 16), archive_(archive_read_new()) {}

ArchiveReader::~ArchiveReader() {
  archive_read_free(archive_);
}

long ArchiveReader::read(archive* reader, void* self, const void** buffer) {
  auto* here = static_cast<ArchiveReader*>(self);
  Result<size_t> count = here->source_.read(here->buffer_);
  if (!count.ok()) {
    archive_set_error(reader, EIO, "source failed");
    here->source_status_ = count.take_error();
    return ARCHIVE_FATAL;
  }
  *buffer = here->buffer_.data();
  return static_cast<long>(*count);
}

Result<std::unique_ptr<ArchiveReader>> ArchiveReader::open(std::string_view object, Source& source,
                                                           Kind kind) {
  std::unique_ptr<ArchiveReader> out(new ArchiveReader(object, source));
  archive* reader = out->archive_;
  if (reader == nullptr)
    return Error{Code::unavailable, std::string(object), "no memory to read it"};
  if (kind == Kind::tar) {
    archive_read_support_format_tar(reader);
  } else {
    archive_read_support_format_raw(reader);
    archive_read_support_filter_gzip(reader);
    archive_read_support_filter_zstd(reader);
  }
  if (archive_read_open2(reader, out.get(), nullptr, &ArchiveReader::read, nullptr, nullptr) !=
      ARCHIVE_OK) {
    return out->error();
  }
  return out;
}

Error ArchiveReader::error() const {
  if (!source_status_.ok()) return source_status_.error();
  const char* text = archive_error_string(archive_);
  return Error{Code::malformed, object_, "not a readable archive"}.saw(
      text == nullptr ? "damaged or truncated" : printable(text));
}

}  // namespace anchorhold::image
