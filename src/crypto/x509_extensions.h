#pragma once
// Extensions (RFC 5280 sections 4.2 and 5.2). For this module's .cpp files only.

#include "codec/der.h"
#include "crypto/x509.h"

namespace anchorhold::crypto {

// read_extensions: the Extensions sequence, which is not empty; a repeated one is malformed.
Result<std::vector<Extension>> read_extensions(der::Cursor extensions);

// read_certificate_extensions: fills the extension fields of `certificate`.
Status read_certificate_extensions(der::Cursor extensions, Certificate& certificate);

// read_key_identifier: the keyIdentifier of an AuthorityKeyIdentifier; nothing when it has none.
Result<std::optional<Bytes>> read_key_identifier(ByteView value);

}  // namespace anchorhold::crypto
