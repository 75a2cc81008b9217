#pragma once
// Serial numbers of certificates. For this module's .cpp files only.

#include "base/bytes.h"
#include "base/result.h"
#include "codec/der.h"

namespace anchorhold::crypto {

// read_serial: the magnitude, without leading zero, of at most 20 bytes. Serial numbers are
// positive by RFC 5280 section 4.1.2.2, which asks readers to take others too.
Result<ByteView> read_serial(der::Cursor& fields);

}  // namespace anchorhold::crypto
