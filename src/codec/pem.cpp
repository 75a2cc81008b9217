#include "codec/pem.h"

#include <algorithm>

#include "base/base64.h"

namespace anchorhold::pem {

namespace {

constexpr size_t kLine = 64;
constexpr size_t kBlocks = 64;

std::string boundary(std::string_view word, std::string_view label) {
  return "-----" + std::string(word) + " " + std::string(label) + "-----";
}

// Takes the next line off `text`, without its end.
std::string_view take_line(std::string_view& text) {
  const size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == text.npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view without_blanks(std::string_view line) {
  constexpr std::string_view blanks = " \t";
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  return line.substr(0, line.find_last_not_of(blanks) + 1);
}

void wipe_text(std::string& text) {
  wipe({reinterpret_cast<uint8_t*>(text.data()), text.size()});
}

// The base64 lines between the boundaries, joined into `body`, which the caller wipes when it is
// secret.
Status collect_body(std::string_view object, std::string_view label, std::string_view text,
                    std::string& body) {
  const auto bad = [&](std::string message) {
    return Error{Code::malformed, std::string(object), std::move(message)};
  };
  body.reserve(text.size());
  if (take_line(text) != boundary("BEGIN", label)) {
    return bad("not this kind of PEM").want("a first line " + boundary("BEGIN", label));
  }
  bool last = false;
  for (;;) {
    if (text.empty()) return bad("PEM without its last line").want(boundary("END", label));
    const std::string_view line = take_line(text);
    if (line == boundary("END", label)) break;
    if (last || line.empty() || line.size() > kLine) {
      return bad("PEM lines that are not " + std::to_string(kLine) + " characters long");
    }
    last = line.size() < kLine;
    body += line;
  }
  if (!text.empty()) return bad("something follows the PEM block").advise("keep one block a file");
  return {};
}

}  // namespace

Result<Bytes> decode(std::string_view object, std::string_view label, std::string_view text) {
  std::string body;
  AH_TRY(collect_body(object, label, text, body));
  return from_base64(object, body, Base64::standard);
}

Result<std::vector<Bytes>> decode_all(std::string_view object, std::string_view label,
                                      std::string_view text) {
  const std::string begin = boundary("BEGIN", label);
  const std::string end = boundary("END", label);
  if (text.ends_with('\0')) text.remove_suffix(1);
  std::vector<Bytes> out;
  std::string body;
  bool inside = false;
  while (!text.empty()) {
    const std::string_view line = without_blanks(take_line(text));
    if (!inside) {
      inside = line == begin;
    } else if (line == end) {
      AH_ASSIGN(Bytes block, from_base64(object, body, Base64::standard));
      out.push_back(std::move(block));
      if (out.size() > kBlocks) {
        return Error{Code::limit_exceeded, std::string(object), "too many PEM blocks"}.want(
            "at most " + std::to_string(kBlocks));
      }
      body.clear();
      inside = false;
    } else {
      body += line;
    }
  }
  if (inside)
    return Error{Code::malformed, std::string(object), "PEM without its last line"}.want(end);
  if (out.empty())
    return Error{Code::malformed, std::string(object), "no such PEM block"}.want(begin);
  return out;
}

std::string encode(std::string_view label, ByteView bytes) {
  std::string body = to_base64(bytes, Base64::standard);
  std::string out;
  out.reserve(body.size() + body.size() / kLine + 2 * label.size() + 40);
  out += boundary("BEGIN", label) + "\n";
  for (size_t at = 0; at < body.size(); at += kLine) {
    out.append(body, at, kLine);
    out += '\n';
  }
  out += boundary("END", label) + "\n";
  wipe_text(body);
  return out;
}

Result<SecretBytes> decode_secret(std::string_view object, std::string_view label, ByteView text) {
  std::string body;
  const Status collected = collect_body(object, label, text_of(text), body);
  Result<Bytes> decoded = collected.ok() ? from_base64(object, body, Base64::standard)
                                         : Result<Bytes>(collected.error());
  wipe_text(body);
  if (!decoded.ok()) return decoded.take_error();
  SecretBytes out = SecretBytes::copy_of(*decoded);
  wipe(*decoded);
  return out;
}

SecretBytes encode_secret(std::string_view label, ByteView bytes) {
  std::string text = encode(label, bytes);
  SecretBytes out = SecretBytes::copy_of(bytes_of(text));
  wipe_text(text);
  return out;
}

}  // namespace anchorhold::pem
