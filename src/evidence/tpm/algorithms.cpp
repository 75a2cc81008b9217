#include "evidence/tpm/algorithms.h"

#include <array>

#include "base/hex.h"

namespace anchorhold::tpm {
namespace {

constexpr std::array<AlgorithmId, 4> hashes = {AlgorithmId::sha1, AlgorithmId::sha256,
                                               AlgorithmId::sha384, AlgorithmId::sha512};

}  // namespace

Result<crypto::HashKind> read_hash(Reader& reader, std::string_view object) {
  AH_ASSIGN(const uint16_t id, reader.u16be());
  for (size_t i = 0; i < hashes.size(); ++i) {
    if (static_cast<uint16_t>(hashes[i]) == id) return static_cast<crypto::HashKind>(i);
  }
  return Error{Code::unsupported, std::string(object), "unknown hash algorithm"}
      .want("SHA-1, SHA-256, SHA-384 or SHA-512")
      .saw("TPM_ALG_ID " + hex_id(id));
}

uint16_t hash_id(crypto::HashKind hash) {
  return static_cast<uint16_t>(hashes[static_cast<size_t>(hash)]);
}

Result<Bytes> read_sized(Reader& reader, size_t limit) {
  AH_ASSIGN(const uint16_t size, reader.u16be());
  if (size > limit) {
    return reader.error("sized buffer is too long")
        .want("at most " + std::to_string(limit) + " bytes")
        .saw(std::to_string(size));
  }
  AH_ASSIGN(const ByteView bytes, reader.view(size));
  return copy_of(bytes);
}

Result<Bytes> padded_number(std::string_view object, ByteView number, size_t size) {
  if (number.size() > size) {
    return Error{Code::malformed, std::string(object), "a number is longer than its curve's"}
        .want("at most " + std::to_string(size) + " bytes")
        .saw(std::to_string(number.size()));
  }
  Bytes out(size - number.size(), 0);
  append(out, number);
  return out;
}

std::string hex_id(uint16_t value) {
  const ByteArray<2> bytes = {static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
  return "0x" + to_hex(bytes);
}

}  // namespace anchorhold::tpm
