// An accepted JSON text has one canonical form, and both of our forms parse back to the same value.
#include "check.h"
#include "codec/json.h"

using namespace anchorhold;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto value = json::parse("input", text_of({data, size}));
  if (!value.ok()) return 0;
  const std::string text = json::canonical(*value);
  const auto again = json::parse("canonical", text);
  fuzz::check(again.ok() && *again == *value && json::canonical(*again) == text);
  const auto from_pretty = json::parse("pretty", json::pretty(*value));
  fuzz::check(from_pretty.ok() && *from_pretty == *value);
  return 0;
}
