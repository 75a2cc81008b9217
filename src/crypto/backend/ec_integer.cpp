#include "crypto/backend/ec_integer.h"

#include <algorithm>

#include "base/secret.h"

namespace anchorhold::crypto {
namespace {

void wipe_limbs(mp_limb_t* limbs, size_t count) {
  wipe({reinterpret_cast<uint8_t*>(limbs), count * sizeof(mp_limb_t)});
}

}  // namespace

Integer::~Integer() {
  wipe_limbs(value_->_mp_d, static_cast<size_t>(value_->_mp_alloc));
  mpz_clear(value_);
}

void write_integer(mpz_srcptr value, MutableBytes out) {
  const size_t size = (mpz_sizeinbase(value, 2) + 7) / 8;
  std::fill(out.begin(), out.end(), uint8_t{0});
  mpz_export(out.last(std::min(size, out.size())).data(), nullptr, 1, 1, 1, 0, value);
}

Scalar::~Scalar() {
  wipe_limbs(scalar_.p, (ecc_bit_size(scalar_.ecc) + GMP_NUMB_BITS - 1) / GMP_NUMB_BITS);
  ecc_scalar_clear(&scalar_);
}

bool Scalar::set(ByteView big_endian) {
  const size_t size = (ecc_bit_size(scalar_.ecc) + 7) / 8;
  if (big_endian.size() != size) return false;
  const Integer number(big_endian);
  return ecc_scalar_set(&scalar_, number.get()) == 1;
}

}  // namespace anchorhold::crypto
