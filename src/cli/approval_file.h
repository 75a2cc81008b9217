#pragma once
// The file that an approver hands to the recipients: the signed approval and the share, encrypted
// to them.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::cli {

struct ApprovalFile {
  std::string statement;  // JWS, typ "approval"
  Bytes share;            // age file to the output's recipients
};

std::string encode_approval_file(const ApprovalFile& file);
Result<ApprovalFile> parse_approval_file(std::string_view object, std::string_view text);

}  // namespace anchorhold::cli
