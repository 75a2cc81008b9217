// Wrappers of any bytes: what is read can be written again and reads the same.
#include "check.h"
#include "evidence/cmw/message.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ByteView input(data, size);
  (void)cmw::looks_like_message(input);
  const auto parsed = cmw::parse_message(input);
  if (!parsed.ok()) return 0;
  const auto again = cmw::parse_message(cmw::encode_cbor(parsed->claimed()));
  fuzz::check(again.ok() && again->claimed() == parsed->claimed());
  const auto json = cmw::encode_json(parsed->claimed());
  if (json.ok()) fuzz::check(cmw::parse_message(bytes_of(*json)).ok());
  return 0;
}
