#pragma once
// Distinguished names (RFC 5280 section 4.1.2.4). For this module's .cpp files only.

#include <string>
#include <string_view>

#include "codec/der.h"

namespace anchorhold::crypto {

// last_attribute: the last value of this type in a DER Name, for people only; empty when there is
// none. A name that is not well formed is malformed.
Result<std::string> last_attribute(std::string_view object, ByteView name, const der::Oid& type);

}  // namespace anchorhold::crypto
