// A PEM text has one spelling but for its line ends, and the lax reader reads it the same way.
#include "check.h"
#include "codec/pem.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text = text_of({data, size});
  const auto all = pem::decode_all("input", "CERTIFICATE", text);
  const auto bytes = pem::decode("input", "CERTIFICATE", text);
  if (!bytes.ok()) return 0;
  fuzz::check(all.ok() && *all == std::vector<Bytes>{*bytes});
  const std::string encoded = pem::encode("CERTIFICATE", *bytes);
  const bool unix_lines = text.find('\r') == text.npos && text.ends_with('\n');
  fuzz::check(!unix_lines || encoded == text);
  const auto again = pem::decode("encoded", "CERTIFICATE", encoded);
  fuzz::check(again.ok() && *again == *bytes);
  return 0;
}
