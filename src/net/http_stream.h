#pragma once
// MessageReader: finds where heads and bodies begin and end in a byte stream.

#include "base/io.h"
#include "net/http.h"

namespace anchorhold::net {

// Body: the body of one message, as long as its Content-Length says. A stream that ends early is an
// error (Code::malformed), never a short body.
class Body : public Source {
 public:
  uint64_t length() const { return length_; }
  uint64_t remaining() const { return remaining_; }
  Result<size_t> read(MutableBytes out) override;

 private:
  friend class MessageReader;
  Body(class MessageReader& reader, uint64_t length)
      : reader_(&reader), length_(length), remaining_(length) {}

  class MessageReader* reader_;
  uint64_t length_;
  uint64_t remaining_;
};

// MessageReader reads one stream. `stream` must outlive it, and it must outlive the bodies.
class MessageReader {
 public:
  MessageReader(Source& stream, HttpLimits limits) : stream_(stream), limits_(limits) {}

  // read_head: the next head with its empty line; an empty string when the stream ended before its
  // first byte.
  Result<std::string> read_head();
  // body: the next `length` bytes as a source.
  Body body(uint64_t length) { return Body(*this, length); }
  // read_body: the same in memory, refused above the body limit.
  Result<Bytes> read_body(uint64_t length);
  // read_chunked_body: the next body in the chunked transfer coding, with the same limit; trailers
  // are read and forgotten.
  Result<Bytes> read_chunked_body();

 private:
  friend class Body;
  Result<size_t> read_some(MutableBytes out);
  Result<std::string> read_line();
  Status skip_trailers();

  Source& stream_;
  HttpLimits limits_;
  std::string buffered_;  // read from the stream beyond the last head
};

// discard: reads and forgets what is left, so that the next message can be found.
Status discard(Body& body);

}  // namespace anchorhold::net
