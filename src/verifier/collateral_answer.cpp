#include "verifier/collateral_answer.h"

#include <algorithm>
#include <charconv>

#include "base/hex.h"
#include "base/printable.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

constexpr unsigned ok_status = 200;
constexpr unsigned unauthorised = 401;
constexpr unsigned forbidden = 403;
constexpr unsigned not_found_status = 404;
constexpr unsigned too_many = 429;
constexpr unsigned busy = 503;

Error refused(const Origin& origin, const VendorAnswer& answer) {
  Error error{Code::denied, origin.url, "was not answered with 200"};
  error.seen = std::to_string(answer.status);
  if (!answer.body.empty()) error.seen += " " + printable(text_of(answer.body));
  if (answer.status == not_found_status) {
    error.code = Code::not_found;
    error.hint = "the service knows no such platform: is the evidence genuine, and the base right?";
  } else if (answer.status == unauthorised || answer.status == forbidden) {
    error.hint = "the service demands a subscription; whoever runs the machine has the answer";
  } else if (answer.status == too_many || answer.status >= 500) {
    error.code = Code::unavailable;
    error.hint = "ask again later";
  }
  return error;
}

// RFC 3986, section 2.1. A '+' stands for itself: base64 has that sign.
Result<Bytes> percent_decode(const Origin& origin, std::string_view text) {
  Bytes out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(static_cast<uint8_t>(text[i]));
      continue;
    }
    std::string digits(text.substr(i + 1, 2));
    std::ranges::transform(digits, digits.begin(), [](char c) {
      return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const auto octet = fixed_from_hex<1>("header " + origin.header, digits);
    if (!octet.ok()) {
      return Error{Code::malformed, "header " + origin.header, "is not percent-encoded"}.saw(
          printable(text.substr(i, 3)));
    }
    out.push_back(octet->front());
    i += 2;
  }
  return out;
}

Result<Bytes> promised_bytes(const Origin& origin, const VendorAnswer& answer) {
  if (answer.status != ok_status) return refused(origin, answer);
  if (origin.header.empty()) return answer.body;
  if (!answer.header) {
    return Error{Code::malformed, origin.url, "the answer lacks a header"}
        .want(origin.header)
        .advise("a mirror must pass the service's headers on");
  }
  return percent_decode(origin, *answer.header);
}

}  // namespace

Result<Bytes> content_of(const Need& need, const Origin& origin, const VendorAnswer& answer) {
  AH_ASSIGN(Bytes bytes, promised_bytes(origin, answer));
  const std::string_view role = role::by_content(bytes);
  if (role == need.role) return bytes;
  return Error{Code::malformed, origin.url, "the answer is something else"}
      .want(std::string(need.role))
      .saw(role.empty() ? std::to_string(bytes.size()) + " bytes of no known kind"
                        : std::string(role))
      .advise("is a gateway or login page between here and the vendor?");
}

std::optional<Duration> retry_after(const VendorAnswer& answer) {
  constexpr std::chrono::seconds usual(10);
  constexpr int64_t longest = 86400;
  if (answer.status != too_many && answer.status != busy) return std::nullopt;
  if (!answer.retry_after) return usual;
  const std::string& text = *answer.retry_after;
  int64_t seconds = 0;
  const char* end = text.data() + text.size();
  const auto [stop, failed] = std::from_chars(text.data(), end, seconds);
  if (failed != std::errc() || stop != end || seconds < 0) return usual;
  return std::chrono::seconds(std::min(seconds, longest));
}

Status check_serves(ByteView evidence, std::string_view format, const Need& need,
                    const File& fetched, std::vector<File> there, Time at) {
  std::erase_if(there, [&](const File& file) { return file.name == fetched.name; });
  there.push_back(fetched);
  AH_ASSIGN(const Material material, Material::sort(std::move(there), nullptr));
  AH_ASSIGN(const CollateralNeeds after,
            collateral_needs({.evidence = evidence, .material = material, .at = at}, format));
  const Need* served = after.find(need.id);
  if (served != nullptr && served->state == NeedState::current) return {};
  const std::string state(need_state_name(served == nullptr ? NeedState::missing : served->state));
  return Error{Code::denied, need.what, "the vendor's answer does not serve"}
      .want("current at " + format_time(at))
      .saw(served == nullptr || served->detail.empty() ? state : state + ", " + served->detail)
      .advise("is this machine's clock right, and the vendor's mirror fresh?");
}

}  // namespace anchorhold::verifier
