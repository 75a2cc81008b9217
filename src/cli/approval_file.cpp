#include "cli/approval_file.h"

#include "base/base64.h"
#include "codec/json_fields.h"

namespace anchorhold::cli {

namespace {
constexpr std::string_view kFormat = "anchorhold approval v1";
}

std::string encode_approval_file(const ApprovalFile& file) {
  return json::pretty(json::Value::object({{"format", kFormat},
                                           {"statement", file.statement},
                                           {"share", to_base64(file.share, Base64::standard)}}));
}

Result<ApprovalFile> parse_approval_file(std::string_view object, std::string_view text) {
  AH_ASSIGN(const json::Value value, json::parse(object, text));
  json::Fields fields{std::string(object), value};
  AH_ASSIGN(const std::string format, fields.text("format"));
  if (format != kFormat) {
    return Error{Code::unsupported, fields.place("format"), "not an approval of this version"}.want(
        std::string(kFormat));
  }
  ApprovalFile file;
  AH_ASSIGN(file.statement, fields.text("statement"));
  AH_ASSIGN(const std::string share, fields.text("share"));
  AH_ASSIGN(file.share, from_base64(fields.place("share"), share, Base64::standard));
  AH_TRY(fields.finish());
  return file;
}

}  // namespace anchorhold::cli
