#include "cli/host_services.h"

#include "codec/json_fields.h"
#include "os/file.h"
#include "os/socket.h"

namespace anchorhold::cli {

namespace {

constexpr std::string_view kInputs = "/inputs/";
constexpr size_t kMaxStatusBytes = 16384;

net::HttpReply plain(unsigned status, std::string_view body = {}) {
  net::HttpResponse response;
  response.status = status;
  response.body = copy_of(bytes_of(body));
  return response;
}

}  // namespace

void HostServices::serve(os::Fd connection) {
  os::SocketStream stream(std::move(connection));
  // An agent that breaks the protocol ends its own connection; the run then ends without a word,
  // which is a failure.
  const Status ended = net::serve_http_streams(
      stream, stream,
      [this](const net::HttpRequest& request, net::Body& body) { return answer(request, body); });
  if (ended.ok()) return;
  const std::lock_guard lock(mutex_);
  if (outcome_.detail.empty()) outcome_.detail = ended.error().to_string();
}

net::HttpReply HostServices::answer(const net::HttpRequest& request, net::Body& body) {
  const std::lock_guard lock(mutex_);
  if (request.method == "GET" && request.target == "/contract")
    return plain(200, offered_.contract);
  if (request.method == "GET" && request.target == "/deployment")
    return plain(200, offered_.deployment);
  if (request.method == "GET" && request.target.starts_with(kInputs)) {
    return offer_input(request.target.substr(kInputs.size()));
  }
  if (request.method == "PUT") return take_file(request.target.substr(1), body);
  if (request.method == "POST" && request.target == "/status") return take_status(body);
  return plain(404);
}

net::HttpReply HostServices::offer_input(const std::string& name) {
  const auto found = offered_.inputs.find(name);
  if (found == offered_.inputs.end()) return plain(404);
  auto file = os::FileAccess::open(found->second);
  auto fd = os::open_read(found->second);
  if (!file.ok() || !fd.ok()) return plain(404);
  return net::HttpReply(net::HttpResponse{},
                        std::make_unique<os::FileSource>(std::move(*fd), found->second),
                        file->size());
}

net::HttpReply HostServices::take_file(const std::string& name, net::Body& body) {
  if (body.length() > offered_.result_bytes - taken_bytes_) return plain(413);
  const auto bytes = read_all(body, name, static_cast<size_t>(body.length()));
  if (!bytes.ok()) return plain(400);
  taken_bytes_ += bytes->size();
  return plain(outcome_.files.emplace(name, *bytes).second ? 200 : 409);
}

net::HttpReply HostServices::take_status(net::Body& body) {
  const auto bytes = read_all(body, "status", kMaxStatusBytes);
  if (!bytes.ok()) return plain(400);
  const auto value = json::parse("status", text_of(*bytes));
  if (!value.ok() || outcome_.ok) return plain(400);
  json::Fields fields("status", *value);
  const auto ok = fields.boolean("ok");
  const auto detail = fields.optional_text("detail");
  if (!ok.ok() || !detail.ok()) return plain(400);
  outcome_.ok = *ok;
  outcome_.detail = detail->value_or("");
  return plain(200);
}

}  // namespace anchorhold::cli
