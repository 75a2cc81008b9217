#pragma once
// Key derivation. Every function fills the whole of `out`, or fails and leaves zeros there.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::crypto {

// hkdf_sha256: RFC 5869, extract and expand. `out` at most 255 * 32 bytes, else invalid_argument.
Status hkdf_sha256(ByteView ikm, ByteView salt, ByteView info, MutableBytes out);

// scrypt: RFC 7914 with N = 2^log2n. It takes 128 * r * 2^log2n bytes of memory: the caller bounds
// log2n before it uses a value out of a file. Parameters outside RFC 7914, or above 4 GiB, are
// invalid_argument.
Status scrypt(ByteView passphrase, ByteView salt, unsigned log2n, unsigned r, unsigned p,
              MutableBytes out);

// concat_kdf_sha256: NIST SP 800-56A section 5.8.1 as RFC 7518 section 4.6.2 uses it: `other_info`
// is the whole AlgorithmID || PartyUInfo || PartyVInfo || SuppPubInfo.
Status concat_kdf_sha256(ByteView shared_secret, ByteView other_info, MutableBytes out);

}  // namespace anchorhold::crypto
