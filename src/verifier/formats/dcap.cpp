#include "evidence/dcap/checks.h"
#include "evidence/dcap/quote.h"
#include "evidence/dcap/verify.h"
#include "verifier/dcap_quote.h"
#include "verifier/event_logs.h"
#include "verifier/format.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

Verification verify_dcap(const Request& request) {
  return with_event_logs(verify_dcap_quote(request.evidence, request), request.material);
}

}  // namespace

Verification verify_dcap_quote(ByteView quote, const Request& request) {
  std::vector<ByteView> documents;
  for (const std::string_view kind : {role::tcb_info, role::qe_identity})
    for (const File& file : request.material.all(kind)) documents.emplace_back(file.bytes);
  return dcap::verify_quote(quote,
                            {.documents = documents,
                             .certificates = request.material.certificates(),
                             .crls = request.material.crls()},
                            request.anchors.keys, request.at, request.cache);
}

const Format dcap_format = {"dcap", "Intel SGX or TDX quote", dcap::looks_like_quote, verify_dcap,
                            dcap::check_table};

}  // namespace anchorhold::verifier
