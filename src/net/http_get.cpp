#include "net/http_get.h"

#include "net/http_client.h"
#include "net/tls.h"
#include "os/tcp.h"

namespace anchorhold::net {
namespace {

Result<HttpResponse> exchange(Source& in, Sink& out, const Url& url, const GetRules& rules) {
  HttpRequest request{"GET", url.target, {}, {}};
  request.headers.add("Accept", "*/*");
  request.headers.add("Connection", "close");
  HttpClient client(in, out, url.authority(), rules.limits);
  return client.exchange(request);
}

}  // namespace

Result<HttpResponse> http_get(const Url& url, const GetRules& rules) {
  AH_ASSIGN(os::TcpStream tcp, os::TcpStream::connect(url.host, url.port, rules.time_limit));
  if (!url.tls) return exchange(tcp, tcp, url, rules);
  AH_ASSIGN(TlsStream tls, TlsStream::connect(tcp, tcp, url.host, {rules.authorities}));
  return exchange(tls, tls, url, rules);
}

}  // namespace anchorhold::net
