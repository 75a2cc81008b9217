#pragma once
// libarchive readers over a Source: ownership, callbacks and errors in one place.

#include <memory>
#include <string>

#include "base/io.h"
#include "base/result.h"

struct archive;

namespace anchorhold::image {

// ArchiveReader: one open libarchive reader. Only the formats and filters named are registered with
// it, so that hostile bytes never reach any other parser of the library.
class ArchiveReader {
 public:
  enum class Kind : uint8_t { tar, compressed };
  // `source` outlives the reader.
  static Result<std::unique_ptr<ArchiveReader>> open(std::string_view object, Source& source,
                                                     Kind kind);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  archive* get() const { return archive_; }
  // The library's last complaint, or the source's own error when that was the cause.
  Error error() const;

 private:
  ArchiveReader(std::string_view object, Source& source);
  static long read(archive* reader, void* self, const void** buffer);

  std::string object_;
  Source& source_;
  Bytes buffer_;
  Status source_status_;
  archive* archive_;
};

}  // namespace anchorhold::image
