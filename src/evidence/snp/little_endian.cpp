#include "evidence/snp/little_endian.h"

namespace anchorhold::snp {

Result<ByteArray<p384_size>> read_p384_number(Reader& reader) {
  AH_ASSIGN(auto little, reader.bytes<p384_size>());
  AH_TRY(reader.zeros(number_size - p384_size));
  std::ranges::reverse(little);
  return little;
}

}  // namespace anchorhold::snp
