#include "evidence/nsm/fields.h"

#include <limits>

namespace anchorhold::nsm {

Result<std::optional<Bytes>> read_option(cbor::Fields& fields, std::string_view member,
                                         size_t limit) {
  AH_ASSIGN(const std::optional<ByteView> value, fields.optional_bytes(member, limit));
  if (!value) return std::optional<Bytes>();
  return std::optional<Bytes>(copy_of(*value));
}

Result<uint16_t> read_u16(cbor::Fields& fields, std::string_view member) {
  AH_ASSIGN(const uint64_t value, fields.uint(member, std::numeric_limits<uint16_t>::max()));
  return static_cast<uint16_t>(value);
}

}  // namespace anchorhold::nsm
