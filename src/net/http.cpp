#include "net/http.h"

#include <algorithm>

namespace anchorhold::net {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// RFC 9110 5.6.2: the characters of methods and field names.
bool is_token(std::string_view text) {
  constexpr std::string_view extra = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') ||
           extra.find(c) != extra.npos;
  });
}

bool is_printable(std::string_view text, char lowest) {
  return std::all_of(text.begin(), text.end(),
                     [lowest](char c) { return c >= lowest && c < 0x7f; });
}

Status append_fields(std::string& head, const Headers& headers, uint64_t content_length) {
  for (const auto& [name, value] : headers.list()) {
    if (!is_token(name) || !is_printable(value, ' ')) {
      return Error{Code::invalid_argument, "HTTP field", "a name or value that breaks its line"};
    }
    head += name + ": " + value + "\r\n";
  }
  head += "Content-Length: " + std::to_string(content_length) + "\r\n\r\n";
  return {};
}

}  // namespace

void Headers::add(std::string name, std::string value) {
  list_.emplace_back(std::move(name), std::move(value));
}

const std::string* Headers::find(std::string_view name) const {
  const auto found = std::find_if(list_.begin(), list_.end(),
                                  [&](const auto& field) { return same_name(field.first, name); });
  return found == list_.end() ? nullptr : &found->second;
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Range Not Satisfiable";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "Status";
  }
}

Result<std::string> encode_head(const HttpRequest& request, uint64_t content_length) {
  if (!is_token(request.method) || request.target.empty() || !is_printable(request.target, '!')) {
    return Error{Code::invalid_argument, "HTTP request", "a method or target that breaks its line"};
  }
  std::string head = request.method + " " + request.target + " HTTP/1.1\r\n";
  AH_TRY(append_fields(head, request.headers, content_length));
  return head;
}

Result<std::string> encode_head(const HttpResponse& response, uint64_t content_length) {
  if (response.status < 200 || response.status > 599) {
    return Error{Code::invalid_argument, "HTTP response", "not a final status"}.saw(
        std::to_string(response.status));
  }
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + " ";
  head += std::string(reason_phrase(response.status)) + "\r\n";
  AH_TRY(append_fields(head, response.headers, content_length));
  return head;
}

}  // namespace anchorhold::net
