#include "contract/names.h"

#include <algorithm>
#include <string>

#include "base/hex.h"

namespace anchorhold::contract {

namespace {

constexpr size_t kMaxName = 64;
constexpr size_t kMaxFileName = 255;

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_character(char c) {
  return is_alphanumeric(c) || c == '.' || c == '_' || c == '-';
}

// Control characters of ASCII, and those of Latin-1 as UTF-8 writes them (C2 80 to C2 9F).
bool has_control(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<uint8_t>(text[i]);
    if (byte < 0x20 || byte == 0x7f) return true;
    if (byte == 0xc2 && i + 1 < text.size() && static_cast<uint8_t>(text[i + 1]) < 0xa0)
      return true;
  }
  return false;
}

Error bad_name(std::string_view object, std::string_view name, std::string_view why) {
  return Error{Code::malformed, std::string(object), "not a valid name: " + std::string(why)}
      .want("1 to 64 of letters, digits, '.', '_', '-', beginning with a letter or digit")
      .saw("\"" + printable(name) + "\"");
}

}  // namespace

Status check_name(std::string_view object, std::string_view name) {
  if (name.empty()) return bad_name(object, name, "it is empty");
  if (name.size() > kMaxName) return bad_name(object, name, "it is longer than 64 bytes");
  if (!std::all_of(name.begin(), name.end(), is_name_character)) {
    return bad_name(object, name, "it has a character that names may not have");
  }
  if (!is_alphanumeric(name.front())) return bad_name(object, name, "it begins with a sign");
  if (name.find("..") != std::string_view::npos)
    return bad_name(object, name, "it has \"..\" in it");
  return {};
}

Status check_text(std::string_view object, std::string_view text, size_t max_bytes) {
  if (text.empty() || text.size() > max_bytes) {
    return Error{Code::malformed, std::string(object), "text of the wrong length"}
        .want("1 to " + std::to_string(max_bytes) + " bytes")
        .saw(std::to_string(text.size()));
  }
  if (has_control(text)) {
    return Error{Code::malformed, std::string(object), "text with a control character"}.saw(
        "\"" + printable(text) + "\"");
  }
  return {};
}

Status check_file_name(std::string_view object, std::string_view name) {
  const auto refuse = [&](std::string why) {
    return Error{Code::malformed, std::string(object), "not a usable file name: " + std::move(why)}
        .want("a file in the folder of the contract or below it")
        .saw("\"" + printable(name) + "\"");
  };
  if (name.empty() || name.size() > kMaxFileName) return refuse("it must have 1 to 255 bytes");
  if (has_control(name)) return refuse("it has a control character");
  if (name.front() == '/') return refuse("it is an absolute path");
  for (size_t begin = 0; begin <= name.size();) {
    const size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..")
      return refuse("it has an empty, \".\" or \"..\" part");
    begin = end + 1;
  }
  return {};
}

}  // namespace anchorhold::contract
