#pragma once
// The extensions of a certificate (RFC 5280 section 4.2). For this module's .cpp files only.

#include "codec/der.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// read_extensions: fills the extension fields of `certificate` from the Extensions sequence; a
// repeated one is malformed.
Status read_extensions(der::Cursor extensions, Certificate& certificate);

}  // namespace anchorhold::crypto
