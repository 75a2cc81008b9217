// Documents of NitroTPMs and enclaves from any bytes: no bytes are both.
#include "check.h"
#include "evidence/nsm/document.h"
#include "evidence/nsm/nitro_tpm_document.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const bool tpm = nsm::parse_tpm_document(input).ok();
  fuzz::check(!tpm || nsm::looks_like_tpm_document(input));
  fuzz::check(!tpm || !nsm::parse_document(input).ok());
  return 0;
}
