#include "broker/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/base64.h"
#include "base/hex.h"
#include "crypto/hash.h"

namespace anchorhold::broker {
namespace {

constexpr uint8_t kEd25519Note = 0x01;  // signed-note's number for Ed25519
constexpr std::string_view kDash = "\u2014 ";
constexpr size_t kMaxNoteBytes = size_t{16} * 1024;

using KeyId = ByteArray<4>;

KeyId key_id(std::string_view name, const crypto::PublicKey& key) {
  constexpr uint8_t separator[] = {'\n', kEd25519Note};
  const Digest256 digest = crypto::sha256({bytes_of(name), separator, key.raw()});
  KeyId id;
  std::copy_n(digest.begin(), id.size(), id.begin());
  return id;
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 && std::all_of(name.begin(), name.end(), [](char c) {
    return c > ' ' && c < 0x7f && c != '+';
  });
}

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

// next_line: cuts one line off the front; every line ends with a line end.
Result<std::string_view> next_line(std::string_view object, std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == text.npos) return malformed(object, "a line without its end");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Result<Checkpoint> parse_body(std::string_view object, std::string_view body) {
  Checkpoint checkpoint;
  AH_ASSIGN(const std::string_view origin, next_line(object, body));
  AH_ASSIGN(const std::string_view size, next_line(object, body));
  AH_ASSIGN(const std::string_view root, next_line(object, body));
  checkpoint.origin = origin;
  const auto [end, failed] =
      std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
  if (failed != std::errc() || end != size.data() + size.size() ||
      std::to_string(checkpoint.size) != size) {
    return malformed(object, "the size is no decimal number");
  }
  AH_ASSIGN(const Bytes digest, from_base64(object, root, Base64::standard));
  if (digest.size() != checkpoint.root.size()) return malformed(object, "the root is no SHA-256");
  std::copy(digest.begin(), digest.end(), checkpoint.root.begin());
  return checkpoint;  // what follows are extension lines, which a reader passes over
}

// is_signed: finds the log's signature among the lines and verifies it. One that bears the log's
// name and key id but does not verify refuses the note.
Result<bool> is_signed(std::string_view object, std::string_view body, std::string_view lines,
                       const LogVerifier& log) {
  const KeyId wanted = key_id(log.name, log.key);
  bool found = false;
  while (!lines.empty()) {
    AH_ASSIGN(std::string_view line, next_line(object, lines));
    const size_t space = line.starts_with(kDash) ? line.find(' ', kDash.size()) : line.npos;
    if (space == line.npos) return malformed(object, "not a signature line");
    const std::string_view name = line.substr(kDash.size(), space - kDash.size());
    AH_ASSIGN(const Bytes blob, from_base64(object, line.substr(space + 1), Base64::standard));
    if (!is_key_name(name) || blob.size() <= wanted.size()) {
      return malformed(object, "not a signature line");
    }
    const ByteView signature = ByteView(blob).subspan(wanted.size());
    if (name != log.name || !std::equal(wanted.begin(), wanted.end(), blob.begin())) continue;
    if (!crypto::verify(log.key, bytes_of(body), signature)) return false;
    found = true;
  }
  return found;
}

}  // namespace

std::string LogVerifier::to_text() const {
  Bytes typed{kEd25519Note};
  append(typed, key.raw());
  return name + "+" + to_hex(key_id(name, key)) + "+" + to_base64(typed, Base64::standard);
}

Result<LogVerifier> LogVerifier::from_text(std::string_view object, std::string_view text) {
  const size_t first = text.find('+');
  const size_t second = first == text.npos ? first : text.find('+', first + 1);
  if (second == text.npos) return malformed(object, "not <name>+<key id>+<key>");
  const std::string_view name = text.substr(0, first);
  AH_ASSIGN(const KeyId id, fixed_from_hex<4>(object, text.substr(first + 1, second - first - 1)));
  AH_ASSIGN(const Bytes typed, from_base64(object, text.substr(second + 1), Base64::standard));
  if (!is_key_name(name)) return malformed(object, "not a key name");
  if (typed.empty() || typed[0] != kEd25519Note) {
    return Error{Code::unsupported, std::string(object), "not an Ed25519 log key"};
  }
  AH_ASSIGN(
      const crypto::PublicKey key,
      crypto::PublicKey::from_raw(object, crypto::Algorithm::ed25519, ByteView(typed).subspan(1)));
  if (id != key_id(name, key)) return malformed(object, "the key id is of another key");
  return LogVerifier{std::string(name), key};
}

Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const crypto::PrivateKey& key) {
  if (!is_key_name(checkpoint.origin) || key.algorithm() != crypto::Algorithm::ed25519) {
    return Error{Code::invalid_argument, "checkpoint",
                 "needs a key name as origin and an Ed25519 key"};
  }
  std::string note = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                     to_base64(checkpoint.root, Base64::standard) + "\n";
  AH_ASSIGN(const Bytes signature, key.sign(bytes_of(note)));
  Bytes blob = copy_of(key_id(checkpoint.origin, key.public_key()));
  append(blob, signature);
  note += "\n" + std::string(kDash) + checkpoint.origin + " " + to_base64(blob, Base64::standard) +
          "\n";
  return note;
}

Result<Checkpoint> open_checkpoint(std::string_view object, std::string_view note,
                                   const LogVerifier& log) {
  if (note.size() > kMaxNoteBytes) {
    return Error{Code::limit_exceeded, std::string(object), "too long for a checkpoint"};
  }
  // Signed is everything up to and with the line end before the last empty line.
  const size_t gap = note.rfind("\n\n");
  if (gap == note.npos) return malformed(object, "has no signatures");
  const std::string_view body = note.substr(0, gap + 1);
  AH_ASSIGN(Checkpoint checkpoint, parse_body(object, body));
  AH_ASSIGN(const bool good, is_signed(object, body, note.substr(gap + 2), log));
  if (!good || checkpoint.origin != log.name) {
    return Error{Code::denied, std::string(object), "not signed by this log"}.want(log.to_text());
  }
  return checkpoint;
}

}  // namespace anchorhold::broker
