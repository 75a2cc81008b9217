#include "appraise/vendor_value.h"

#include "base/hex.h"

namespace anchorhold::appraise {

std::string vendor_text(const VendorValue& value) {
  if (const auto* number = std::get_if<uint64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  return to_hex(std::get<Bytes>(value));
}

}  // namespace anchorhold::appraise
