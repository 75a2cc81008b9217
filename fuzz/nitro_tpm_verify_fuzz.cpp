// NitroTPM documents with things wrong, some of them well signed. What is accepted bears the names
// that its chain proves, and no enclave's verifier takes it.
#include <fuzzer/FuzzedDataProvider.h>

#include "check.h"
#include "evidence/nsm/build.h"
#include "evidence/nsm/nitro_tpm_verify.h"
#include "evidence/nsm/verify.h"
#include "testkit/forged_nitro_tpm.h"
#include "testkit/forged_nsm.h"

using namespace anchorhold;
using testkit::NitroTpmForge;

namespace {

const NitroTpmForge& forge() {
  static const NitroTpmForge instance;
  return instance;
}

void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

void edit(FuzzedDataProvider& in, nsm::TpmDocument& document) {
  switch (in.ConsumeIntegralInRange(0, 4)) {
    case 0:
      flip(in, document.certificate);
      break;
    case 1:
      flip(in, document.cabundle[in.ConsumeIntegralInRange<size_t>(0, 3)]);
      break;
    case 2:
      document.module_id = in.ConsumeRandomLengthString(60);
      for (char& c : document.module_id) c = static_cast<char>(c & 0x7f);  // text, as CBOR has it
      break;
    case 3:
      document.tpm_registers.erase(in.ConsumeIntegralInRange(0U, 31U));
      break;
    default:
      document.nonce = in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, 1100));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider in(data, size);
  static const Bytes good = forge().good();
  const bool alter_only = in.ConsumeBool();
  Bytes bytes = good;
  if (alter_only) {
    while (in.remaining_bytes() > 0) flip(in, bytes);
  } else {
    nsm::TpmDocument document = forge().document();
    while (in.ConsumeBool()) edit(in, document);
    bytes = forge().sign(document);
  }
  const nsm::Anchor anchors[] = {nsm::NitroAnchor{}, forge().anchor()};
  const auto result = nsm::verify_tpm_document(bytes, anchors, NitroTpmForge::at(), nullptr);
  fuzz::check(result.claims.has_value() == result.findings.accepted());
  fuzz::check(!nsm::verify_document(bytes, anchors, NitroTpmForge::at(), nullptr).document);
  if (alter_only) fuzz::check(result.claims.has_value() == (bytes == good));
  if (!result.claims) return 0;
  fuzz::check((*result.claims)->tee == TeeKind::nitro_tpm);
  fuzz::check((*result.claims)->platform == NitroTpmForge::module_id());
  return 0;
}
