#pragma once
// Numbers of AMD's signatures and keys: little endian in 72 bytes, of which P-384 uses 48.

#include "base/reader.h"

namespace anchorhold::snp {

inline constexpr size_t p384_size = 48;

// read_p384_number: the next 72 bytes as 48 in big-endian order; the others must be zero.
// Source: AMD 56860, ECDSA P-384 signature and public key formats.
Result<ByteArray<p384_size>> read_p384_number(Reader& reader);

// read_p384_signature: r and s, and zeros up to 512 bytes; as r || s in big-endian order.
Result<ByteArray<2 * p384_size>> read_p384_signature(Reader& reader);

}  // namespace anchorhold::snp
