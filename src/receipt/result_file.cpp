#include "receipt/result_file.h"

#include <algorithm>
#include <cstring>

#include "base/hex.h"
#include "codec/json_fields.h"
#include "crypto/hash.h"

namespace anchorhold::receipt {

namespace {

constexpr size_t kMaxHeadBytes = 1024;

std::string encode_head(const ResultHead& head) {
  return std::string(kResultMagic) +
         json::canonical(json::Value::object({{"output", head.output},
                                              {"run", head.run},
                                              {"contract", to_hex(head.contract)},
                                              {"sha256", to_hex(head.sha256)},
                                              {"bytes", head.bytes}})) +
         "\n";
}

uint64_t padded_size(uint64_t content, const std::set<int64_t>& buckets, int64_t max_bytes) {
  for (const int64_t bucket : buckets) {
    if (content <= static_cast<uint64_t>(bucket)) return static_cast<uint64_t>(bucket);
  }
  return static_cast<uint64_t>(max_bytes);
}

Result<ResultHead> parse_head(std::string_view object, std::string_view line) {
  AH_ASSIGN(const json::Value value, json::parse(object, line));
  json::Fields fields{std::string(object), value};
  ResultHead head;
  AH_ASSIGN(head.output, fields.text("output"));
  AH_ASSIGN(head.run, fields.text("run"));
  AH_ASSIGN(head.contract, fields.hex<48>("contract"));
  AH_ASSIGN(head.sha256, fields.hex<32>("sha256"));
  AH_ASSIGN(const int64_t bytes, fields.integer("bytes", 0, json::kMaxInteger));
  head.bytes = static_cast<uint64_t>(bytes);
  AH_TRY(fields.finish());
  return head;
}

}  // namespace

Result<SecretBytes> pack_result(const ResultHead& head, ByteView content,
                                const std::set<int64_t>& buckets, int64_t max_bytes) {
  if (content.size() > static_cast<uint64_t>(max_bytes)) {
    return Error{Code::limit_exceeded, "output " + head.output, "larger than its max_bytes"};
  }
  ResultHead full = head;
  full.sha256 = crypto::sha256(content);
  full.bytes = content.size();
  const std::string text = encode_head(full);
  // The head says the length in decimal, so its own length would tell the number of digits: leave
  // room for the most.
  ResultHead fullest = full;
  fullest.bytes = padded_size(content.size(), buckets, max_bytes);
  SecretBytes out(encode_head(fullest).size() + static_cast<size_t>(fullest.bytes));
  std::memcpy(out.fill().data(), text.data(), text.size());
  if (!content.empty())
    std::memcpy(out.fill().data() + text.size(), content.data(), content.size());
  return out;
}

Result<UnpackedResult> unpack_result(std::string_view object, ByteView plaintext) {
  const Error bad{Code::malformed, std::string(object), "not a result"};
  const std::string_view text = text_of(plaintext);
  if (!text.starts_with(kResultMagic)) return bad;
  const std::string_view rest = text.substr(kResultMagic.size());
  const size_t line_end = rest.substr(0, kMaxHeadBytes).find('\n');
  if (line_end == std::string_view::npos) return bad;
  UnpackedResult out;
  AH_ASSIGN(out.head, parse_head(object, rest.substr(0, line_end)));
  const ByteView padded = plaintext.subspan(kResultMagic.size() + line_end + 1);
  if (out.head.bytes > padded.size()) return bad;
  out.content = padded.first(static_cast<size_t>(out.head.bytes));
  const ByteView padding = padded.subspan(out.content.size());
  if (std::any_of(padding.begin(), padding.end(), [](uint8_t byte) { return byte != 0; }))
    return bad;
  if (crypto::sha256(out.content) != out.head.sha256) return bad;
  return out;
}

}  // namespace anchorhold::receipt
