#pragma once
// TPM_ALG_ID and TPM_ECC_CURVE: the numbers by which TPM structures name algorithms.

#include <string>
#include <string_view>

#include "base/reader.h"
#include "crypto/hash.h"
#include "crypto/subject_key.h"

namespace anchorhold::tpm {

// AlgorithmId: TPM 2.0 Library Part 2, section 6.3 (TCG Algorithm Registry).
enum class AlgorithmId : uint16_t {
  rsa = 0x0001,
  sha1 = 0x0004,
  sha256 = 0x000b,
  sha384 = 0x000c,
  sha512 = 0x000d,
  null = 0x0010,
  rsassa = 0x0014,
  rsapss = 0x0016,
  ecdsa = 0x0018,
  ecc = 0x0023,
};

// The longest numbers that are read: of RSA-4096, and a coordinate of P-521.
inline constexpr size_t rsa_limit = 512;
inline constexpr size_t coordinate_limit = 66;

// read_hash: TPMI_ALG_HASH. Hashes other than SHA-1 and SHA-2 are unsupported.
Result<crypto::HashKind> read_hash(Reader& reader, std::string_view object);

// hash_id: the reverse.
uint16_t hash_id(crypto::HashKind hash);

// read_sized: a TPM2B: two bytes of size, then that many bytes, at most `limit`.
Result<Bytes> read_sized(Reader& reader, size_t limit);

// padded_number: a number's bytes with zeros in front, `size` bytes in all; a TPM may leave them
// out.
Result<Bytes> padded_number(std::string_view object, ByteView number, size_t size);

// hex_id: "0x8018", for messages.
std::string hex_id(uint16_t value);

}  // namespace anchorhold::tpm
