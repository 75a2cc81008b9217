#pragma once
// verify: evidence of any format, with the format found by its content.

#include <string_view>

#include "base/result.h"
#include "verifier/format.h"

namespace anchorhold::verifier {

// The most that one piece of evidence may be.
inline constexpr size_t max_evidence = size_t{1} << 20;

// choose_format: the named format, or the one that the bytes bear. unsupported when there is no
// such format, limit_exceeded when the evidence is larger than max_evidence.
Result<const Format*> choose_format(ByteView evidence, std::string_view name);

// Answer: the format that the bytes bear, and what its verifier found.
struct Answer {
  const Format* format = nullptr;
  Verification verification;
};

// verify: proves what the format's own verify_ function proves. Bytes of no known format are
// unsupported, more than max_evidence is limit_exceeded. `format` names one, or is empty.
Result<Answer> verify(const Request& request, std::string_view format = {});

}  // namespace anchorhold::verifier
