#pragma once
// TLS (RFC 8446, RFC 5246) over any byte stream, as the client.

#include <memory>
#include <string>

#include "base/io.h"

namespace anchorhold::net {

// TlsTrust: whose word counts for the server's name: the authorities in this PEM file, or, empty,
// those of the machine (Debian: the package ca-certificates).
struct TlsTrust {
  std::string authorities = {};
};

// TlsStream: version 1.2 or later, and a certificate for `host` that leads to an authority, or
// nothing: there is no way to turn either off. The stream below must outlive it. A stream that ends
// without the peer's farewell is an error, as somebody may have cut it.
class TlsStream : public Source, public Sink {
 public:
  // connect: shakes hands over `in` and `out`. denied: the certificate; unavailable: all else.
  static Result<TlsStream> connect(Source& in, Sink& out, const std::string& host,
                                   const TlsTrust& trust);
  TlsStream(TlsStream&& other) noexcept;
  ~TlsStream() override;

  Result<size_t> read(MutableBytes out) override;
  Status write(ByteView bytes) override;

 private:
  struct Session;
  explicit TlsStream(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace anchorhold::net
