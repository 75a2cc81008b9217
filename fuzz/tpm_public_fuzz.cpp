// A key that is read has one name, which follows from its bytes, and the same key again as SPKI.
#include "check.h"
#include "evidence/tpm/public_area.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto key = tpm::read_attestation_key(ByteView(data, size));
  if (!key.ok()) return 0;
  const auto again = tpm::read_attestation_key(key->key.spki());
  fuzz::check(again.ok() && again->key == key->key && !again->area);
  if (!key->area) return 0;
  fuzz::check(key->area->key == key->key && key->area->name.size() > 2);
  const tpm::KeyAttributes& attributes = key->area->attributes;
  if (tpm::check_attestation_key_attributes(attributes).ok()) {
    fuzz::check(attributes.restricted && attributes.sign && !attributes.decrypt);
  }
  return 0;
}
