#include <algorithm>
#include <array>

#include "base/base64.h"
#include "evidence/ibmse/record.h"

namespace anchorhold::ibmse {
namespace {

constexpr std::array<std::string_view, 2> prefixes = {"hyper-protect-basic.", "contract-basic."};
constexpr std::string_view salted = "Salted__";
constexpr size_t max_token = size_t{256} << 10;
constexpr size_t salt_size = 8;
constexpr size_t block_size = 16;
constexpr size_t min_password = 256;  // RSA-2048
constexpr size_t max_password = 512;  // RSA-4096

std::string_view prefix_of(std::string_view text) {
  const auto found = std::ranges::find_if(
      prefixes, [&](std::string_view prefix) { return text.starts_with(prefix); });
  return found == prefixes.end() ? std::string_view() : *found;
}

Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

}  // namespace

Result<EncryptedRecord> parse_encrypted_record(std::string_view object, ByteView bytes) {
  std::string_view text = text_of(bytes);
  if (text.size() > max_token) return malformed(object, "too large for an encrypted record");
  if (text.ends_with('\n')) text.remove_suffix(1);
  const std::string_view prefix = prefix_of(text);
  if (prefix.empty()) return malformed(object, "not an encrypted record");
  text.remove_prefix(prefix.size());
  const size_t dot = text.find('.');
  if (dot == std::string_view::npos) return malformed(object, "it has no encrypted content");
  EncryptedRecord out;
  AH_ASSIGN(out.password, from_base64(object, text.substr(0, dot), Base64::standard));
  AH_ASSIGN(const Bytes body, from_base64(object, text.substr(dot + 1), Base64::standard));
  if (out.password.size() < min_password || out.password.size() > max_password) {
    return malformed(object, "the password is not encrypted with RSA-2048 to RSA-4096");
  }
  const size_t head = salted.size() + salt_size;
  if (!text_of(body).starts_with(salted) || body.size() < head + block_size ||
      (body.size() - head) % block_size != 0) {
    return malformed(object, "the content is not a salt and whole blocks");
  }
  const ByteView rest = ByteView(body).subspan(salted.size());
  out.salt = copy_of(rest.first(salt_size));
  out.content = copy_of(rest.subspan(salt_size));
  return out;
}

bool looks_like_encrypted_record(ByteView bytes) {
  return !prefix_of(text_of(bytes)).empty();
}

}  // namespace anchorhold::ibmse
