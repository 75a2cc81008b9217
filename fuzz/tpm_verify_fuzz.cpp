// Quotes with things wrong, some of them well signed. What was altered after signing is refused,
// only quoted registers are claimed, and the cache never changes a verdict.
#include <fuzzer/FuzzedDataProvider.h>

#include "check.h"
#include "evidence/tpm/verify.h"
#include "testkit/forged_tpm.h"

using namespace anchorhold;
using testkit::TpmForge;

namespace {

const TpmForge& forge() {
  static const TpmForge instance;
  return instance;
}

Bytes take_bytes(FuzzedDataProvider& in, size_t most) {
  return in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, most));
}

void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

testkit::QuoteSpec edited(FuzzedDataProvider& in) {
  testkit::QuoteSpec spec;
  while (in.ConsumeBool()) {
    switch (in.ConsumeIntegralInRange(0, 6)) {
      case 0:
        spec.nonce = take_bytes(in, 80);
        break;
      case 1:
        spec.type = in.ConsumeIntegral<uint16_t>();
        break;
      case 2:
        spec.banks.push_back(
            {in.PickValueInArray<uint16_t>({0x0004, 0x000b, 0x000c, 0x0012}), take_bytes(in, 5)});
        break;
      case 3:
        spec.banks.clear();
        break;
      case 4:
        spec.digest = take_bytes(in, 70);
        break;
      case 5:
        spec.qualified_signer = take_bytes(in, 70);
        break;
      default:
        spec.safe = in.ConsumeIntegral<uint8_t>();
    }
  }
  return spec;
}

struct Evidence {
  Bytes message;
  Bytes signature;
  Bytes pcrs;
  Bytes ak_public;
};

const std::vector<crypto::Certificate>& pool() {
  static const std::vector<crypto::Certificate> certificates = {
      crypto::parse_certificate("root", forge().root()).value(),
      crypto::parse_certificate("ca", forge().issue_intermediate(forge().intermediate_spec()))
          .value(),
      crypto::parse_certificate("ak", forge().issue(forge().ak_spec())).value()};
  return certificates;
}

bool accepted(const Evidence& evidence, crypto::CertificateCache* cache) {
  const tpm::QuoteParts parts{
      .message = evidence.message, .signature = evidence.signature, .pcrs = evidence.pcrs};
  const GivenAnchor anchor = forge().anchor();
  const auto result = tpm::verify_quotes(
      {.quotes = std::span(&parts, 1), .ak_public = evidence.ak_public, .certificates = pool()},
      std::span(&anchor, 1), TpmForge::at(), cache);
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return false;
  fuzz::check(!(*result.claims)->hardware_rooted && !(*result.claims)->measurements.empty());
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  const testkit::QuoteSpec spec = edited(in);
  Evidence evidence{.message = TpmForge::attest(spec),
                    .signature = {},
                    .pcrs = copy_of(bytes_of(TpmForge::pcr_json(TpmForge::values(spec)))),
                    .ak_public = forge().ak_public()};
  evidence.signature = forge().sign(evidence.message);
  const Evidence untouched = evidence;
  while (in.remaining_bytes() > 2) {
    switch (in.ConsumeIntegralInRange(0, 3)) {
      case 0:
        flip(in, evidence.message);
        break;
      case 1:
        flip(in, evidence.signature);
        break;
      case 2:
        flip(in, evidence.pcrs);
        break;
      default:
        flip(in, evidence.ak_public);
    }
  }
  static crypto::CertificateCache cache;
  const bool verdict = accepted(evidence, nullptr);
  fuzz::check(verdict == accepted(evidence, &cache));
  if (verdict) fuzz::check(evidence.message == untouched.message);
  return 0;
}
