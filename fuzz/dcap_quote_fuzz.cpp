// Bytes as Intel quotes. What is accepted accounts for every byte: the parts lie in the input, one
// after another, and only zeros follow them.
#include "check.h"
#include "evidence/dcap/quote.h"
#include "testkit/forged_dcap.h"

using namespace anchorhold;

namespace {

size_t offset_in(ByteView whole, ByteView part) {
  const auto offset = static_cast<size_t>(part.data() - whole.data());
  fuzz::check(offset <= whole.size() && part.size() <= whole.size() - offset);
  return offset;
}

Bytes encoded_body(const dcap::QuoteBody& body) {
  if (const auto* enclave = std::get_if<dcap::EnclaveReport>(&body))
    return testkit::encode_enclave_report(*enclave);
  return testkit::encode_td_report(std::get<dcap::TdReport>(body));
}

void check_quote(ByteView bytes, const dcap::Quote& quote) {
  const Bytes body = encoded_body(quote.body);
  fuzz::check(quote.signed_bytes.size() >= 48 + body.size());
  fuzz::check(fuzz::same(quote.signed_bytes.last(body.size()), body));
  fuzz::check(offset_in(bytes, quote.signed_bytes) == 0);
  fuzz::check(offset_in(bytes, quote.signature) == quote.signed_bytes.size() + 4);
  fuzz::check(offset_in(bytes, quote.attestation_key) == quote.signed_bytes.size() + 4 + 64);
  fuzz::check(fuzz::same(quote.qe.report_bytes, testkit::encode_enclave_report(quote.qe.report)));
  fuzz::check(quote.qe.signature.data() == quote.qe.report_bytes.data() + 384);
  const ByteView inner = quote.qe.inner.bytes;
  fuzz::check(offset_in(bytes, inner) + inner.size() + quote.padding == bytes.size());
  for (const uint8_t byte : bytes.last(quote.padding)) fuzz::check(byte == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView bytes(data, size);
  const auto parsed = dcap::parse_quote(bytes);
  if (!parsed.ok()) return 0;
  fuzz::check(dcap::looks_like_quote(bytes));
  check_quote(bytes, parsed->claimed());
  return 0;
}
