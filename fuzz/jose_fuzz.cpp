// An accepted JWS or JWE means the same after it was written again.
#include "check.h"
#include "codec/jose.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  if (const auto jws = jose::parse_jws("input", text); jws.ok()) {
    const std::string encoded = jose::encode_jws(*jws);
    const auto again = jose::parse_jws("encoded", encoded);
    fuzz::check(again.ok() && again->payload == jws->payload &&
                jose::encode_jws(*again) == encoded);
  }
  if (const auto jwe = jose::parse_jwe("input", text); jwe.ok()) {
    const std::string encoded = jose::encode_jwe(*jwe);
    const auto again = jose::parse_jwe("encoded", encoded);
    fuzz::check(again.ok() && again->header == jwe->header && jose::encode_jwe(*again) == encoded);
  }
  return 0;
}
