// Register values in both forms: what is read belongs to its bank, and reads the same when it is
// written anew.
#include "check.h"
#include "evidence/tpm/pcr_values.h"
#include "testkit/forged_tpm.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const tpm::PcrSelection quoted = {{crypto::HashKind::sha256, {0, 1, 7}}};
  const auto values = tpm::read_pcr_values("input", input, quoted);
  if (!values.ok()) return 0;
  for (const auto& [place, value] : *values) {
    fuzz::check(value.size() == crypto::hash_size(place.first) && place.second < 32);
  }
  if (tpm::check_coverage(*values, quoted).ok()) {
    fuzz::check(values->size() == 3);
    const std::string text = testkit::TpmForge::pcr_json(*values);
    const auto again = tpm::read_pcr_values("again", bytes_of(text), quoted);
    fuzz::check(again.ok() && *again == *values);
    fuzz::check(tpm::pcr_digest(crypto::HashKind::sha256, quoted, *values) ==
                tpm::pcr_digest(crypto::HashKind::sha256, quoted, *again));
  }
  return 0;
}
