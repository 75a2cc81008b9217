#pragma once
// KbsClient: the guest's side of the handshake, one session over one stream. It checks shapes only:
// what comes back is proven by the release inside it.

#include "net/http_client.h"
#include "net/kbs.h"

namespace anchorhold::net {

// KbsClient runs auth, attest, resource in this order over `http`, which must outlive it. A refusal
// of the broker is Code::denied (404: not_found) with the broker's own words as what was seen.
class KbsClient {
 public:
  explicit KbsClient(HttpClient& http) : http_(http) {}

  // auth: opens a session and returns its challenge.
  Result<kbs::Challenge> auth(std::string_view tee);
  // attest: hands over the evidence. The token is not needed: the session carries the proof.
  Status attest(const kbs::Attestation& attestation);
  // resource: the JWE as JSON text.
  Result<std::string> resource(std::string_view repository, std::string_view type,
                               std::string_view tag);

 private:
  Result<HttpResponse> exchange(HttpRequest request, std::string_view what);

  HttpClient& http_;
  std::string session_;
};

}  // namespace anchorhold::net
