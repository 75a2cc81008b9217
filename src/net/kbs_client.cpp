#include "net/kbs_client.h"

namespace anchorhold::net {

Result<HttpResponse> KbsClient::exchange(HttpRequest request, std::string_view what) {
  if (!session_.empty()) {
    request.headers.add("Cookie", std::string(kbs::session_cookie) + "=" + session_);
  }
  if (!request.body.empty()) request.headers.add("Content-Type", "application/json");
  AH_ASSIGN(HttpResponse response, http_.exchange(request));
  if (response.status == 200) return response;
  const Code code = response.status == 404   ? Code::not_found
                    : response.status >= 500 ? Code::unavailable
                                             : Code::denied;
  Error error{code, "broker", std::string(what) + " was refused"};
  const Result<kbs::ErrorInformation> said = kbs::parse_error(text_of(response.body));
  if (!said.ok()) return std::move(error).saw("status " + std::to_string(response.status));
  return std::move(error).saw(said->variant + ": " + said->detail);
}

Result<kbs::Challenge> KbsClient::auth(std::string_view tee) {
  session_.clear();
  const std::string body = kbs::encode_request({std::string(kbs::version), std::string(tee)});
  AH_ASSIGN(const HttpResponse response,
            exchange({"POST", std::string(kbs::auth_path), {}, copy_of(bytes_of(body))}, "auth"));
  const std::string* field = response.headers.find("Set-Cookie");
  const auto cookie =
      field == nullptr ? std::nullopt : kbs::cookie_value(*field, kbs::session_cookie);
  if (!cookie) return Error{Code::malformed, "broker", "its challenge came without a session"};
  session_ = *cookie;
  return kbs::parse_challenge(text_of(response.body));
}

Status KbsClient::attest(const kbs::Attestation& attestation) {
  const std::string body = kbs::encode_attestation(attestation);
  AH_ASSIGN(
      const HttpResponse response,
      exchange({"POST", std::string(kbs::attest_path), {}, copy_of(bytes_of(body))}, "attest"));
  AH_TRY(kbs::parse_token(text_of(response.body)));
  return {};
}

Result<std::string> KbsClient::resource(std::string_view repository, std::string_view type,
                                        std::string_view tag) {
  AH_ASSIGN(const HttpResponse response,
            exchange({"GET", kbs::resource_path(repository, type, tag), {}, {}}, "resource"));
  return string_of(response.body);
}

}  // namespace anchorhold::net
