#include "agent/host.h"

#include "codec/json.h"
#include "contract/parse.h"

namespace anchorhold::agent {

net::HttpLimits Host::limits() {
  net::HttpLimits limits;
  // A sealed contract is its payload in base64 and the signatures.
  limits.body_bytes = 2 * contract::kMaxContractBytes;
  return limits;
}

Result<std::unique_ptr<Host>> Host::connect(Channel& channel) {
  AH_ASSIGN(os::SocketStream stream, channel.connect(kHostPort));
  return std::unique_ptr<Host>(new Host(channel, std::move(stream)));
}

Result<std::string> Host::text(const std::string& target) {
  AH_ASSIGN(const net::HttpResponse response, http_.exchange({"GET", target, {}, {}}));
  if (response.status != 200) {
    return Error{Code::unavailable, "host: " + target, "not served"}.saw(
        "status " + std::to_string(response.status));
  }
  return string_of(response.body);
}

Status Host::put(const std::string& path, ByteView bytes) {
  MemorySource body(bytes);
  AH_ASSIGN(const net::HttpResponse response, http_.put_from("/" + path, bytes.size(), body));
  if (response.status == 200) return {};
  return Error{Code::unavailable, "host: " + path, "not taken"}.saw(
      "status " + std::to_string(response.status));
}

Status Host::failed(std::string_view detail) {
  AH_ASSIGN(os::SocketStream stream, channel_.connect(kHostPort));
  net::HttpClient http(stream, stream, "host", limits());
  return status(http, false, detail);
}

Status Host::status(net::HttpClient& http, bool ok, std::string_view detail) {
  json::Value value = json::Value::object({{"ok", ok}});
  if (!detail.empty()) value.set("detail", std::string(detail));
  const std::string text = json::canonical(value);
  AH_ASSIGN(const net::HttpResponse response,
            http.exchange({"POST", "/status", {}, copy_of(bytes_of(text))}));
  if (response.status == 200) return {};
  return Error{Code::unavailable, "host: /status", "not taken"};
}

}  // namespace anchorhold::agent
