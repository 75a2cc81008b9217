#pragma once
// What a vendor's service answered: whether it is what was asked for, and when to ask again.

#include <optional>

#include "verifier/collateral_needs.h"

namespace anchorhold::verifier {

// VendorAnswer: one HTTP answer. `header` is the value of the field that the origin names, if the
// answer has it; `retry_after` that of Retry-After.
struct VendorAnswer {
  unsigned status = 0;
  Bytes body;
  std::optional<std::string> header;
  std::optional<std::string> retry_after;
};

// content_of: the bytes that `origin` promises, of the kind that `need` has. Errors: what the
// service refused and why; another kind of bytes; a missing header.
Result<Bytes> content_of(const Need& need, const Origin& origin, const VendorAnswer& answer);

// retry_after: how long to wait before the same question, when the answer is that there were too
// many or that the service is busy; ten seconds when it does not say. Nothing for other answers.
std::optional<Duration> retry_after(const VendorAnswer& answer);

// check_serves: whether the evidence's need is current with `fetched` beside the files that are
// there: another platform's, stale and unreadable answers are errors.
Status check_serves(ByteView evidence, std::string_view format, const Need& need,
                    const File& fetched, std::vector<File> there, Time at);

}  // namespace anchorhold::verifier
