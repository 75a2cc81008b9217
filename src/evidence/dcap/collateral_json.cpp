#include "evidence/dcap/collateral_json.h"

#include "evidence/dcap/collateral_fields.h"

namespace anchorhold::dcap {
namespace {

constexpr std::string_view tcb_info_key = "\"tcbInfo\"";
constexpr std::string_view identity_key = "\"enclaveIdentity\"";
constexpr std::string_view signature_key = "\"signature\"";

// Scanner: walks the frame around the value. It does not judge the value's grammar, but finds its
// end: a text that is not JSON is refused by whoever parses it.
class Scanner {
 public:
  Scanner(std::string_view object, std::string_view text) : object_(object), text_(text) {}

  bool take(std::string_view token) {
    skip_space();
    if (!text_.substr(at_).starts_with(token)) return false;
    at_ += token.size();
    return true;
  }

  Status expect(std::string_view token) {
    if (take(token)) return {};
    return error("not signed collateral of Intel").want(std::string(token));
  }

  // The object that begins here, up to the brace that closes it.
  Result<std::string_view> braces() {
    skip_space();
    const size_t begin = at_;
    size_t depth = 0;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quoted) {
        if (c == '\\') ++at_;
        if (c == '"') quoted = false;
        continue;
      }
      if (c == '"') quoted = true;
      if (c == '{') ++depth;
      if (c == '}' && --depth == 0) return text_.substr(begin, ++at_ - begin);
      if (depth == 0) break;
    }
    return error("the signed value is no whole object").want("an object from '{' to '}'");
  }

  // What lies between here and the next quotation mark.
  Result<std::string_view> rest_of_text() {
    const size_t end = text_.find('"', at_);
    if (end == std::string_view::npos) return error("the signature does not end");
    const std::string_view inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }

  Status finish() {
    skip_space();
    if (at_ == text_.size()) return {};
    return error("something follows the document").want("the end");
  }

 private:
  void skip_space() {
    const size_t next = text_.find_first_not_of(" \t\r\n", at_);
    at_ = next == std::string_view::npos ? text_.size() : next;
  }
  Error error(std::string message) const {
    return Error{Code::malformed, std::string(object_), std::move(message)}
        .saw("something else at offset " + std::to_string(at_))
        .advise("give the JSON exactly as the provisioning certification service sent it");
  }

  std::string_view object_;
  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

Result<SignedJson> read_signed_json(std::string_view object, std::string_view text) {
  if (text.size() > collateral_limit) {
    return Error{Code::limit_exceeded, std::string(object), "collateral is too large"}
        .want("at most " + std::to_string(collateral_limit) + " bytes")
        .saw(std::to_string(text.size()));
  }
  Scanner in(object, text);
  SignedJson out;
  AH_TRY(in.expect("{"));
  if (in.take(identity_key)) {
    out.kind = CollateralKind::enclave_identity;
  } else {
    AH_TRY(in.expect(tcb_info_key));
  }
  AH_TRY(in.expect(":"));
  AH_ASSIGN(out.value, in.braces());
  AH_TRY(in.expect(","));
  AH_TRY(in.expect(signature_key));
  AH_TRY(in.expect(":"));
  AH_TRY(in.expect("\""));
  AH_ASSIGN(const std::string_view digits, in.rest_of_text());
  AH_ASSIGN(out.signature, fixed_from_any_hex<64>(std::string(object) + ".signature", digits));
  AH_TRY(in.expect("}"));
  AH_TRY(in.finish());
  return out;
}

std::optional<CollateralKind> collateral_kind(ByteView bytes) {
  Scanner in("", text_of(bytes));
  if (!in.take("{")) return std::nullopt;
  if (in.take(tcb_info_key)) return CollateralKind::tcb_info;
  if (in.take(identity_key)) return CollateralKind::enclave_identity;
  return std::nullopt;
}

}  // namespace anchorhold::dcap
