#include "crypto/ecdsa_der.h"

#include <algorithm>

#include "codec/der.h"

namespace anchorhold::crypto {

Result<Bytes> ecdsa_raw_of_der(std::string_view object, ByteView der, size_t coordinate) {
  der::Cursor outer(object, der);
  AH_ASSIGN(der::Cursor numbers, outer.enter(der::kSequence));
  AH_TRY(outer.finish());
  AH_ASSIGN(const ByteView r, numbers.unsigned_integer());
  AH_ASSIGN(const ByteView s, numbers.unsigned_integer());
  AH_TRY(numbers.finish());
  if (r.size() > coordinate || s.size() > coordinate)
    return numbers.error("a number of the signature is too long");
  Bytes raw(2 * coordinate, 0);
  std::copy_backward(r.begin(), r.end(), raw.begin() + static_cast<ptrdiff_t>(coordinate));
  std::copy_backward(s.begin(), s.end(), raw.end());
  return raw;
}

Result<Bytes> ecdsa_raw(std::string_view object, ByteView der, KeyKind curve) {
  return ecdsa_raw_of_der(object, der, coordinate_size(curve));
}

Bytes ecdsa_der_of_raw(ByteView raw) {
  const size_t coordinate = raw.size() / 2;
  return der::sequence(
      {der::unsigned_integer(raw.first(coordinate)), der::unsigned_integer(raw.last(coordinate))});
}

}  // namespace anchorhold::crypto
