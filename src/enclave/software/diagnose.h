#pragma once
// Why this machine refuses to make an enclave, and how to enable it.

#include <string>

#include "base/result.h"

namespace anchorhold::enclave {

// explain_refusal: the error of a start that failed at `step` with errno `error`, with what the
// kernel's settings say about the cause.
Error explain_refusal(const std::string& step, int error);

}  // namespace anchorhold::enclave
