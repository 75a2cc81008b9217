// Only the seeds' plaintext comes out of a JWE to this key: a fuzzer does not find another sealing.
#include "check.h"
#include "crypto/jwe.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // The recipient of the seeds: a scalar of one repeated byte.
  static const auto key = crypto::EphemeralKey::from_scalar("key", Bytes(32, 0x33));
  const auto opened = crypto::decrypt_jwe("input", text_of({data, size}), *key);
  fuzz::check(!opened.ok() || text_of(opened->view()) == "plaintext");
  return 0;
}
