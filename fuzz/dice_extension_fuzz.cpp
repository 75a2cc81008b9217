// The DICE extensions of certificates, and certification requests: any bytes.
#include "check.h"
#include "evidence/dice/open_profile.h"
#include "evidence/dice/tcb_info.h"
#include "evidence/dice/verify.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)dice::read_open_extension(input);
  (void)dice::read_tcb_info(input);
  const auto infos = dice::read_multi_tcb_info(input);
  fuzz::check(!infos.ok() || !infos->empty());
  const auto ueid = dice::read_ueid(input);
  fuzz::check(!ueid.ok() || !ueid->empty());
  (void)dice::request_key(input);
  return 0;
}
