#pragma once
// Vendor values as text, for findings.

#include <string>

#include "claims/claims.h"

namespace anchorhold::appraise {

// vendor_text: numbers in decimal, bytes in hexadecimal, text as it is.
std::string vendor_text(const VendorValue& value);

}  // namespace anchorhold::appraise
