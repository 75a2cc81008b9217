// Whatever is read as a receipt is written and read as the same; nothing is accepted without pins,
// and under the honest parties' pins only what the seeds' own enclave signed.
#include "check.h"
#include "codec/json.h"
#include "receipt/verify.h"
#include "testkit/sample_contract.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const contract::SealedContract honest = testkit::SampleContract().fully_signed();
  const std::string_view text = text_of({data, size});
  if (const auto receipt = receipt::parse_receipt("receipt", text); receipt.ok()) {
    const auto again = receipt::parse_receipt("again", receipt::encode_receipt(*receipt));
    fuzz::check(again.ok() && again->contract == receipt->contract &&
                again->statement == receipt->statement && again->evidence == receipt->evidence);
  }
  if (const auto value = json::parse("body", text); value.ok()) {
    if (const auto body = receipt::parse_body("body", *value); body.ok()) {
      const auto again = receipt::parse_body("again", receipt::encode_body(*body));
      fuzz::check(again.ok() && *again == *body);
    }
  }
  const auto without = receipt::verify_receipt("receipt", text, {});
  fuzz::check(!without.ok() || without->verdict != receipt::Verdict::accepted);
  receipt::Pins pins;
  pins.contract = honest.digest;
  const auto pinned = receipt::verify_receipt("receipt", text, pins);
  // The sample contract's root does not exist: nobody can sign under it.
  fuzz::check(!pinned.ok() || pinned->verdict != receipt::Verdict::accepted);
  return 0;
}
