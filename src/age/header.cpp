#include "age/header.h"

#include <algorithm>

#include "age/rules.h"
#include "base/base64.h"
#include "crypto/kdf.h"
#include "crypto/mac.h"

namespace anchorhold::age {

namespace {

constexpr std::string_view kFamily = "age-encryption.org/";
constexpr std::string_view kVersionLine = "age-encryption.org/v1\n";
constexpr std::string_view kStanzaStart = "-> ";
constexpr std::string_view kMacStart = "---";
constexpr size_t kStanzaColumns = 64;
constexpr size_t kMacSize = 32;
constexpr size_t kMacLineSize = kMacStart.size() + 1 + 43 + 1;
constexpr size_t kFirstPeek = 4096;

Error malformed_header(std::string message) {
  return Error{Code::malformed, std::string(layer::header), std::move(message)};
}

// Lines: the header's lines without their line feeds. A carriage return is part of the line, and no
// line may have one.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool empty() const { return rest_.empty(); }
  bool next_starts_with(std::string_view start) const { return rest_.starts_with(start); }

  Result<std::string_view> next() {
    const size_t end = rest_.find('\n');
    if (end == std::string_view::npos) return malformed_header("ends within a line");
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return line;
  }

 private:
  std::string_view rest_;
};

Result<Bytes> decode(std::string_view text) {
  return from_base64(layer::header, text, Base64::standard_unpadded);
}

Result<std::vector<std::string>> parse_arguments(std::string_view line) {
  line.remove_prefix(kStanzaStart.size());
  std::vector<std::string> arguments(1);
  for (const char c : line) {
    if (c == ' ') {
      arguments.emplace_back();
    } else if (c >= '!' && c <= '~') {
      arguments.back() += c;
    } else {
      return malformed_header("a stanza argument holds a character that is not visible ASCII");
    }
  }
  if (std::any_of(arguments.begin(), arguments.end(), [](const auto& a) { return a.empty(); })) {
    return malformed_header("a stanza argument is empty");
  }
  return arguments;
}

Result<Stanza> parse_stanza(Lines& lines) {
  AH_ASSIGN(const std::string_view first, lines.next());
  if (!first.starts_with(kStanzaStart)) return malformed_header("a line is neither stanza nor MAC");
  AH_ASSIGN(std::vector<std::string> arguments, parse_arguments(first));
  Stanza stanza;
  stanza.type = std::move(arguments.front());
  arguments.erase(arguments.begin());
  stanza.arguments = std::move(arguments);
  for (;;) {
    AH_ASSIGN(const std::string_view line, lines.next());
    if (line.size() > kStanzaColumns)
      return malformed_header("a stanza body line is over 64 columns");
    AH_ASSIGN(const Bytes part, decode(line));
    append(stanza.body, part);
    if (line.size() < kStanzaColumns) return stanza;
  }
}

Result<Digest256> parse_mac(std::string_view line) {
  line.remove_prefix(kMacStart.size());
  if (!line.starts_with(' ')) return malformed_header("no space before the MAC");
  AH_ASSIGN(const Bytes decoded, decode(line.substr(1)));
  if (decoded.size() != kMacSize) return malformed_header("the MAC is not 32 bytes");
  Digest256 mac;
  std::copy(decoded.begin(), decoded.end(), mac.begin());
  return mac;
}

Result<Digest256> header_mac(ByteView authenticated, const FileKey& file_key) {
  SecretArray<32> key;
  AH_TRY(crypto::hkdf_sha256(file_key.view(), {}, bytes_of("header"), key.fill()));
  return crypto::hmac_sha256(key.view(), authenticated);
}

// Everything up to and including the mark "---", which is what the MAC covers.
std::string encode_authenticated(std::span<const Stanza> stanzas) {
  std::string out(kVersionLine);
  for (const Stanza& stanza : stanzas) {
    out.append(kStanzaStart).append(stanza.type);
    for (const std::string& argument : stanza.arguments) out.append(" ").append(argument);
    out += '\n';
    const std::string body = to_base64(stanza.body, Base64::standard_unpadded);
    for (size_t at = 0; at <= body.size(); at += kStanzaColumns) {
      out.append(body, at, kStanzaColumns).append("\n");
    }
  }
  return out.append(kMacStart);
}

std::string encode_mac_end(const Digest256& mac) {
  return " " + to_base64(mac, Base64::standard_unpadded) + "\n";
}

// The header ends with the first line that begins with "---": no line of a stanza can.
size_t header_end(std::string_view text) {
  const size_t mark = text.find("\n---");
  if (mark == std::string_view::npos) return mark;
  const size_t line_end = text.find('\n', mark + 1);
  return line_end == std::string_view::npos ? line_end : line_end + 1;
}

Status check_version(std::string_view text) {
  if (text.starts_with(kVersionLine)) return {};
  if (text.starts_with(kFamily)) {
    return Error{Code::unsupported, std::string(layer::header), "not version 1 of the age format"};
  }
  return malformed_header("not an age file")
      .want("a first line " + std::string(kVersionLine, 0, 21));
}

}  // namespace

Result<Bytes> read_header_bytes(BlockSource& file) {
  for (size_t size = kFirstPeek;; size *= 2) {
    AH_ASSIGN(const ByteView seen, file.peek(size));
    AH_TRY(check_version(text_of(seen)));
    const size_t end = header_end(text_of(seen));
    if (end != std::string_view::npos) {
      Bytes header = copy_of(seen.first(end));
      file.skip(end);
      return header;
    }
    if (seen.size() < size) return malformed_header("ends before its MAC line");
    if (size >= max_header_size) {
      return Error{Code::limit_exceeded, std::string(layer::header), "too large"}.want(
          "at most " + std::to_string(max_header_size) + " bytes");
    }
  }
}

Result<Header> parse_header(ByteView bytes) {
  const std::string_view text = text_of(bytes);
  AH_TRY(check_version(text));
  Lines lines(text.substr(kVersionLine.size()));
  Header header;
  while (!lines.next_starts_with(kMacStart)) {
    AH_ASSIGN(Stanza stanza, parse_stanza(lines));
    header.stanzas.push_back(std::move(stanza));
  }
  if (header.stanzas.empty()) return malformed_header("has no recipient stanza");
  AH_ASSIGN(const std::string_view last, lines.next());
  AH_ASSIGN(header.mac, parse_mac(last));
  if (!lines.empty()) return malformed_header("has bytes after its MAC line");
  return header;
}

Status verify_header_mac(ByteView bytes, const Header& header, const FileKey& file_key) {
  const ByteView authenticated = bytes.first(bytes.size() - kMacLineSize + kMacStart.size());
  AH_ASSIGN(const Digest256 mac, header_mac(authenticated, file_key));
  if (ct_equal(mac, header.mac)) return {};
  return Error{Code::denied, std::string(layer::mac), "does not match the header"}.advise(
      "the header was changed after encryption: get the file again");
}

std::string encode_header(const Header& header) {
  return encode_authenticated(header.stanzas) + encode_mac_end(header.mac);
}

Result<std::string> authenticated_header(std::span<const Stanza> stanzas, const FileKey& file_key) {
  const std::string text = encode_authenticated(stanzas);
  AH_ASSIGN(const Digest256 mac, header_mac(bytes_of(text), file_key));
  return text + encode_mac_end(mac);
}

}  // namespace anchorhold::age
