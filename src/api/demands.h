#pragma once
// The public headers' demands as the project's own types.

#include "anchorhold/verify.hpp"
#include "api/question.h"
#include "base/result.h"

namespace anchorhold::api {

// roots_of: digests of software roots in hexadecimal, with or without "sha256:"; `object` names
// them in errors.
Result<std::vector<Digest256>> roots_of(std::string_view object,
                                        const std::vector<std::string>& texts);

// question_of: errors name the demand that cannot be read.
Result<Question> question_of(const EvidenceDemands& demands);
Result<Question> question_of(const BundleDemands& demands);

}  // namespace anchorhold::api
