#include "evidence/tpm/checks.h"
#include "evidence/tpm/quote.h"
#include "verifier/event_logs.h"
#include "verifier/format.h"
#include "verifier/tpm_parts.h"

namespace anchorhold::verifier {
namespace {

Verification verify_tpm(const Request& request) {
  return with_event_logs(verify_tpm_quote(request.evidence, request, std::nullopt),
                         request.material);
}

}  // namespace

const Format tpm_format = {"tpm", "TPM 2.0 quote", tpm::looks_like_quote, verify_tpm,
                           tpm::quote_table};

}  // namespace anchorhold::verifier
