#include "image/names.h"

#include <algorithm>

#include "codec/utf8.h"

namespace anchorhold::image {
namespace {

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

Error bad_path(std::string_view object, std::string_view path, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)}.saw(printable(path));
}

// The rules of every component, whiteout names apart.
Status check_components(std::string_view object, std::string_view path) {
  if (path.size() > max_path)
    return bad_path(object, path.substr(0, 80), "path longer than 4095 bytes");
  if (!is_utf8(path)) return bad_path(object, path, "path that is not UTF-8");
  for (const char c : path) {
    if (is_control(c)) return bad_path(object, path, "path with a control character");
  }
  size_t begin = 0;
  while (begin <= path.size()) {
    const size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (part == "..") return bad_path(object, path, "path leaves its directory by \"..\"");
    if (part.empty() || part == ".")
      return bad_path(object, path, "path with an empty or \".\" component");
    if (part.size() > max_path_component)
      return bad_path(object, path, "name longer than 255 bytes");
    begin = end + 1;
  }
  return {};
}

}  // namespace

Status check_name(std::string_view object, std::string_view name) {
  bool good = !name.empty() && name.size() <= max_name && name[0] != '-' && name[0] != '_' &&
              name[0] != '.';
  for (const char c : name) good = good && is_name_char(c);
  if (good) return {};
  return Error{Code::malformed, std::string(object), "not a name"}
      .want("1 to 64 of a-z, 0-9, '-', '_', '.', beginning with a letter or digit")
      .saw(printable(name.substr(0, max_name)));
}

Status check_path(std::string_view object, std::string_view path) {
  AH_TRY(check_components(object, path));
  if (path.substr(0, 4) == ".wh." || path.find("/.wh.") != std::string_view::npos) {
    return bad_path(object, path, "name that OCI layers reserve for whiteouts");
  }
  return {};
}

Result<std::string> clean_path(std::string_view object, std::string_view raw) {
  std::string_view path = raw;
  if (path.empty()) return bad_path(object, raw, "empty path");
  if (path.front() == '/') return bad_path(object, raw, "absolute path");
  while (path.substr(0, 2) == "./") path.remove_prefix(2);
  if (!path.empty() && path.back() == '/') path.remove_suffix(1);
  if (path.empty() || path == ".") return std::string();
  AH_TRY(check_components(object, path));
  return std::string(path);
}

Status check_target(std::string_view object, std::string_view target) {
  if (!target.empty() && target.size() <= max_path && printable(target) == target) return {};
  return Error{Code::malformed, std::string(object),
               "symbolic link with an empty, overlong or unprintable target"}
      .saw(printable(target.substr(0, max_path_component)));
}

std::string printable(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  const bool utf8 = is_utf8(text);
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_control(c) || (!utf8 && byte >= 0x80)) {
      out += "\\x";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

std::string_view parent_path(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

}  // namespace anchorhold::image
