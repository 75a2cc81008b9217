// A quote that is read covers registers that exist, and its bytes are the only ones that read so.
#include "check.h"
#include "evidence/tpm/quote.h"
#include "testkit/forged_tpm.h"

using namespace anchorhold;

namespace {

// The quote written anew from what was read.
Bytes written(const tpm::Quote& quote, ByteView original) {
  testkit::QuoteSpec spec{.qualified_signer = quote.qualified_signer,
                          .nonce = quote.extra_data,
                          .clock = quote.clock.clock,
                          .reset_count = quote.clock.reset_count,
                          .restart_count = quote.clock.restart_count,
                          .safe = static_cast<uint8_t>(quote.clock.safe ? 1 : 0),
                          .firmware_version = quote.firmware_version,
                          .banks = {},
                          .digest = quote.pcr_digest};
  constexpr uint16_t ids[] = {0x0004, 0x000b, 0x000c, 0x000d};
  // Behind signer, nonce, clock and version: the count of banks. Sizes of bit maps are not kept.
  size_t position =
      4 + 2 + 2 + quote.qualified_signer.size() + 2 + quote.extra_data.size() + 25 + 4;
  for (const tpm::BankSelection& bank : quote.selection) {
    Bytes bitmap(original[position + 2]);
    for (const unsigned index : bank.registers) {
      fuzz::check(index / 8 < bitmap.size());
      bitmap[index / 8] |= static_cast<uint8_t>(1U << (index % 8));
    }
    position += 3 + bitmap.size();
    spec.banks.push_back({ids[static_cast<size_t>(bank.bank)], std::move(bitmap)});
  }
  return testkit::TpmForge::attest(spec);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto quote = tpm::parse_quote(input);
  if (!quote.ok()) return 0;
  fuzz::check(tpm::looks_like_quote(input));
  fuzz::check(fuzz::same(written(quote->claimed(), input), input));
  return 0;
}
