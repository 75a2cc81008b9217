// A COSE_Sign1 that is taken is written again to the byte, its tag apart.
#include "check.h"
#include "codec/cose.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  const auto sign1 = cose::parse_sign1("input", input);
  if (!sign1.ok()) return 0;
  fuzz::check(fuzz::same(cose::protected_header(sign1->alg), sign1->protected_header));
  const Bytes encoded =
      cose::encode_sign1(sign1->protected_header, sign1->payload, sign1->signature);
  fuzz::check(fuzz::same(encoded, input.subspan(sign1->tagged ? 1 : 0)));
  fuzz::check(!cose::sig_structure(sign1->protected_header, sign1->payload).empty());
  return 0;
}
