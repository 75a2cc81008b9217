#include "cli/host_services.h"

#include "codec/json_fields.h"
#include "net/http_range.h"
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

// FilePart: a part of a file that is read while it is sent.
class FilePart : public Source {
 public:
  FilePart(os::FileAccess file, uint64_t first, uint64_t bytes)
      : file_(std::move(file)), part_(file_, first, bytes) {}
  Result<size_t> read(MutableBytes out) override { return part_.read(out); }

 private:
  os::FileAccess file_;
  AccessSource part_;
};

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
    return offer_input(request);
  }
  if (request.method == "PUT") return take_file(request.target.substr(1), body);
  if (request.method == "POST" && request.target == "/status") return take_status(body);
  return plain(404);
}

net::HttpReply HostServices::offer_input(const net::HttpRequest& request) const {
  const auto found = offered_.inputs.find(request.target.substr(kInputs.size()));
  if (found == offered_.inputs.end()) return plain(404);
  auto file = os::FileAccess::open(found->second);
  if (!file.ok()) return plain(404);
  const uint64_t size = file->size();
  const std::string* asked = request.headers.find("Range");
  if (asked == nullptr)
    return {net::HttpResponse{}, std::make_unique<FilePart>(std::move(*file), 0, size), size};
  const auto range = net::parse_range(*asked);
  if (!range.ok()) return plain(400, range.error().to_string());
  const bool inside = range->first < size && range->bytes <= size - range->first;
  net::HttpResponse head;
  head.status = inside ? 206 : 416;
  head.headers.add("Content-Range", net::encode_content_range(
                                        {inside ? std::optional(*range) : std::nullopt, size}));
  if (!inside) return head;
  return {std::move(head), std::make_unique<FilePart>(std::move(*file), range->first, range->bytes),
          range->bytes};
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
