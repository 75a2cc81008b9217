#include "evidence/ibmse/record.h"

#include <algorithm>
#include <set>

#include "base/hex.h"

namespace anchorhold::ibmse {
namespace {

constexpr size_t max_record = size_t{64} << 10;
constexpr size_t max_lines = 256;
constexpr size_t digits = 64;  // of a SHA-256

Error malformed(std::string_view object, size_t line, std::string message) {
  return Error{Code::malformed, std::string(object) + " line " + std::to_string(line),
               std::move(message)};
}

bool is_checksum(std::string_view line) {
  return line.size() > digits + 1 && line[digits] == ' ' &&
         line.find_first_not_of("0123456789abcdef") == digits;
}

bool is_version(std::string_view line) {
  return std::ranges::count(line, '.') == 2 && line.front() != '.' && line.back() != '.' &&
         line.find_first_not_of("0123456789.") == std::string_view::npos;
}

Result<std::vector<std::string_view>> split_lines(std::string_view object, std::string_view text) {
  std::vector<std::string_view> out;
  // The record ends without a line end; a signature tells the two apart.
  if (text.ends_with('\n')) text.remove_suffix(1);
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    const bool printable = std::ranges::all_of(line, [](char c) { return c >= ' ' && c <= '~'; });
    if (line.empty() || !printable) {
      return malformed(object, out.size() + 1, "empty, or not printable ASCII");
    }
    out.push_back(line);
    if (out.size() > max_lines) {
      return Error{Code::limit_exceeded, std::string(object), "too many lines"}.want(
          "at most " + std::to_string(max_lines));
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace

Result<Record> parse_record(std::string_view object, ByteView bytes) {
  if (bytes.size() > max_record) {
    return Error{Code::limit_exceeded, std::string(object), "too large for an attestation record"}
        .want("at most " + std::to_string(max_record) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  AH_ASSIGN(const std::vector<std::string_view> lines, split_lines(object, text_of(bytes)));
  if (!is_version(lines.front())) {
    return malformed(object, 1, "not a version").want("the image's version, like 25.11.0");
  }
  Record out{.version = std::string(lines.front()), .header = {}, .checksums = {}};
  std::set<std::string_view> names;
  for (size_t i = 1; i < lines.size(); ++i) {
    const std::string_view line = lines[i];
    if (is_checksum(line)) {
      const std::string_view name = line.substr(digits + 1);
      if (!names.insert(name).second) return malformed(object, i + 1, "its name occurs twice");
      AH_ASSIGN(const Digest256 digest, fixed_from_hex<32>(object, line.substr(0, digits)));
      out.checksums.emplace_back(name, digest);
      continue;
    }
    const size_t colon = line.find(": ");
    if (!out.checksums.empty() || colon == std::string_view::npos || colon == 0) {
      return malformed(object, i + 1, "neither a header nor a checksum line")
          .want("\"label: value\", or a SHA-256 and a name");
    }
    const std::string_view label = line.substr(0, colon);
    if (!names.insert(label).second) return malformed(object, i + 1, "its label occurs twice");
    out.header.emplace_back(label, line.substr(colon + 2));
  }
  if (out.checksums.empty()) return malformed(object, lines.size(), "no checksum");
  return out;
}

bool looks_like_record(ByteView bytes) {
  constexpr size_t head = 256;
  const std::string_view text = text_of(bytes.first(std::min(bytes.size(), head)));
  const std::string_view first = text.substr(0, text.find('\n'));
  return !first.empty() && is_version(first) &&
         text.find("\nMachine Type/Plant/Serial: ") != std::string_view::npos;
}

}  // namespace anchorhold::ibmse
