#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <limits>

namespace anchorhold::net {
namespace {

using ContextOwner = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using SslOwner = std::unique_ptr<SSL, decltype(&SSL_free)>;

std::string last_reason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return reason == nullptr ? "no reason is known" : reason;
}

Error failed(const std::string& host, std::string message) {
  return Error{Code::unavailable, "TLS with " + host, std::move(message)}.saw(last_reason());
}

Status load_authorities(SSL_CTX* context, const TlsTrust& trust) {
  const bool loaded = trust.authorities.empty()
                          ? SSL_CTX_set_default_verify_paths(context) == 1
                          : SSL_CTX_load_verify_file(context, trust.authorities.c_str()) == 1;
  if (loaded) return {};
  return Error{Code::unavailable, trust.authorities.empty() ? "authorities" : trust.authorities,
               "cannot be read as certificates of authorities"}
      .saw(last_reason());
}

// The macro for the name in the greeting casts in C's way, so that its function is called here.
bool demand_host(SSL* ssl, std::string host) {
  X509_VERIFY_PARAM* rules = SSL_get0_param(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(rules, host.c_str()) == 1) return true;
  ERR_clear_error();
  return SSL_set1_host(ssl, host.c_str()) == 1 &&
         SSL_ctrl(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, host.data()) == 1;
}

}  // namespace

// OpenSSL reads from and writes to memory; pump moves that memory over the stream below.
struct TlsStream::Session {
  Source& in;
  Sink& out;
  std::string host;
  SslOwner ssl{nullptr, &SSL_free};

  Status flush() {
    std::array<uint8_t, 16384> chunk;
    BIO* from = SSL_get_wbio(ssl.get());
    for (;;) {
      const int count = BIO_read(from, chunk.data(), static_cast<int>(chunk.size()));
      if (count <= 0) return {};
      AH_TRY(out.write(ByteView(chunk).first(static_cast<size_t>(count))));
    }
  }

  Status refill() {
    std::array<uint8_t, 16384> chunk;
    AH_ASSIGN(const size_t count, in.read(chunk));
    if (count == 0) return Error{Code::unavailable, "TLS with " + host, "the connection was cut"};
    BIO_write(SSL_get_rbio(ssl.get()), chunk.data(), static_cast<int>(count));
    return {};
  }

  // pump: `step` is what an SSL_ function returned. True: it is done; false: do it again.
  Result<bool> pump(int step) {
    AH_TRY(flush());
    if (step > 0) return true;
    if (SSL_get_error(ssl.get(), step) != SSL_ERROR_WANT_READ) return refusal();
    AH_TRY(refill());
    return false;
  }

  Error refusal() const {
    const long verdict = SSL_get_verify_result(ssl.get());
    if (verdict == X509_V_OK) return failed(host, "broke off");
    ERR_clear_error();
    return Error{Code::denied, "TLS with " + host, "its certificate is not trusted"}
        .saw(X509_verify_cert_error_string(verdict))
        .advise("check the URL; behind a gateway with an authority of its own, name that");
  }
};

TlsStream::TlsStream(std::unique_ptr<Session> session) : session_(std::move(session)) {}
TlsStream::TlsStream(TlsStream&& other) noexcept = default;
TlsStream::~TlsStream() = default;

Result<TlsStream> TlsStream::connect(Source& in, Sink& out, const std::string& host,
                                     const TlsTrust& trust) {
  const ContextOwner context(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
  if (!context) return failed(host, "cannot begin");
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  AH_TRY(load_authorities(context.get(), trust));
  auto session = std::make_unique<Session>(Session{in, out, host});
  session->ssl.reset(SSL_new(context.get()));
  BIO* below = BIO_new(BIO_s_mem());
  BIO* above = BIO_new(BIO_s_mem());
  if (!session->ssl || below == nullptr || above == nullptr) return failed(host, "cannot begin");
  SSL_set_bio(session->ssl.get(), below, above);  // takes both
  if (!demand_host(session->ssl.get(), host)) return failed(host, "cannot name the host");
  for (bool done = false; !done;) {
    AH_ASSIGN(done, session->pump(SSL_connect(session->ssl.get())));
  }
  return TlsStream(std::move(session));
}

Result<size_t> TlsStream::read(MutableBytes out) {
  SSL* ssl = session_->ssl.get();
  const size_t most = std::min<size_t>(out.size(), std::numeric_limits<int>::max());
  for (;;) {
    const int count = SSL_read(ssl, out.data(), static_cast<int>(most));
    if (count <= 0 && SSL_get_error(ssl, count) == SSL_ERROR_ZERO_RETURN) return size_t{0};
    AH_ASSIGN(const bool done, session_->pump(count));
    if (done) return static_cast<size_t>(count);
  }
}

Status TlsStream::write(ByteView bytes) {
  SSL* ssl = session_->ssl.get();
  while (!bytes.empty()) {
    const size_t most = std::min<size_t>(bytes.size(), std::numeric_limits<int>::max());
    const int count = SSL_write(ssl, bytes.data(), static_cast<int>(most));
    AH_ASSIGN(const bool done, session_->pump(count));
    if (done) bytes = bytes.subspan(static_cast<size_t>(count));
  }
  return {};
}

}  // namespace anchorhold::net
