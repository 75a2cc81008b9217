#include "evidence/snp/little_endian.h"

#include <algorithm>

namespace anchorhold::snp {
namespace {

constexpr size_t number_size = 72;
constexpr size_t signature_size = 512;

}  // namespace

Result<ByteArray<p384_size>> read_p384_number(Reader& reader) {
  AH_ASSIGN(auto little, reader.bytes<p384_size>());
  AH_TRY(reader.zeros(number_size - p384_size));
  std::ranges::reverse(little);
  return little;
}

Result<ByteArray<2 * p384_size>> read_p384_signature(Reader& reader) {
  AH_ASSIGN(const auto r, read_p384_number(reader));
  AH_ASSIGN(const auto s, read_p384_number(reader));
  AH_TRY(reader.zeros(signature_size - 2 * number_size));
  ByteArray<2 * p384_size> out{};
  std::ranges::copy(r, out.begin());
  std::ranges::copy(s, out.begin() + p384_size);
  return out;
}

}  // namespace anchorhold::snp
