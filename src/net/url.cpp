#include "net/url.h"

#include <algorithm>
#include <charconv>

#include "base/printable.h"

namespace anchorhold::net {
namespace {

constexpr size_t most_characters = 4096;
constexpr uint16_t http_port = 80;
constexpr uint16_t https_port = 443;

Error bad_url(std::string_view text, std::string message) {
  return Error{Code::malformed, "URL", std::move(message)}
      .want("https://HOST[:PORT]/PATH")
      .saw(printable(text));
}

bool visible(char c) {
  return c > ' ' && c < '\x7f';
}

bool is_host(std::string_view host) {
  return !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':';
  });
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The host of HOST, HOST:PORT or [ADDRESS]:PORT; what is left of `authority` begins with ':'.
std::string_view take_host(std::string_view& authority) {
  const bool bracket = authority.starts_with('[');
  const size_t end = bracket ? authority.find(']') : authority.find(':');
  std::string_view host = authority.substr(bracket ? 1 : 0, bracket ? end - 1 : end);
  if (end == authority.npos) return authority = {}, bracket ? std::string_view() : host;
  authority.remove_prefix(end + (bracket ? 1 : 0));
  return host;
}

}  // namespace

std::string Url::authority() const {
  const std::string name = host.find(':') == host.npos ? host : "[" + host + "]";
  return port == (tls ? https_port : http_port) ? name : name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  if (text.size() > most_characters) return bad_url(text, "too long");
  if (!std::ranges::all_of(text, visible)) return bad_url(text, "holds spaces or controls");
  std::string_view rest = text;
  Url url;
  url.tls = take_prefix(rest, "https://");
  if (!url.tls && !take_prefix(rest, "http://")) return bad_url(text, "is neither https nor http");
  url.port = url.tls ? https_port : http_port;
  const size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, slash);
  url.host = std::string(take_host(authority));
  if (!is_host(url.host)) return bad_url(text, "names no host");
  if (take_prefix(authority, ":")) {
    const char* end = authority.data() + authority.size();
    const auto [stop, failed] = std::from_chars(authority.data(), end, url.port);
    if (failed != std::errc() || stop != end || url.port == 0)
      return bad_url(text, "has no such port");
  } else if (!authority.empty()) {
    return bad_url(text, "names no host");
  }
  url.target = std::string(rest.substr(slash));
  if (url.target.find('#') != std::string::npos) return bad_url(text, "has a fragment");
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace anchorhold::net
