#pragma once
// What the parsers of COSE_Sign1 share. For this module's .cpp files only.

#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace anchorhold::cose {

inline constexpr uint64_t sign1_tag = 18;
inline constexpr int64_t alg_label = 1;  // in a header: a COSE_Key has another number for it

inline Error malformed(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

}  // namespace anchorhold::cose
