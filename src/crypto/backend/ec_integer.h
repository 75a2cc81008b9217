#pragma once
// GMP integers and nettle scalars that are wiped. For this module's .cpp files only.

#include <nettle/dsa.h>
#include <nettle/ecc-curve.h>
#include <nettle/ecc.h>

#include "base/bytes.h"
#include "crypto/backend/ec.h"

namespace anchorhold::crypto {

inline const ecc_curve* nettle_curve(Curve curve) {
  switch (curve) {
    case Curve::p256:
      return nettle_get_secp_256r1();
    case Curve::p384:
      return nettle_get_secp_384r1();
    case Curve::p521:
      break;
  }
  return nettle_get_secp_521r1();
}

// write_integer: big endian, filled with zeros in front; the value must fit.
void write_integer(mpz_srcptr value, MutableBytes out);

// Integer: a non-negative number, wiped when it goes. It is always wide enough for a P-521 value,
// so that GMP never moves it and leaves a copy behind.
class Integer {
 public:
  Integer() { mpz_init2(value_, 576); }
  explicit Integer(ByteView big_endian) : Integer() {
    mpz_import(value_, big_endian.size(), 1, 1, 1, 0, big_endian.data());
  }
  ~Integer();
  Integer(const Integer&) = delete;
  Integer& operator=(const Integer&) = delete;

  mpz_ptr get() { return value_; }
  mpz_srcptr get() const { return value_; }

 private:
  mpz_t value_;
};

// Signature: r and s in nettle's form; not secret.
class Signature {
 public:
  Signature() { dsa_signature_init(&signature_); }
  ~Signature() { dsa_signature_clear(&signature_); }
  Signature(const Signature&) = delete;
  Signature& operator=(const Signature&) = delete;
  dsa_signature* get() { return &signature_; }

 private:
  dsa_signature signature_;
};

// Scalar: a secret number in 1..n-1, in nettle's form.
class Scalar {
 public:
  explicit Scalar(Curve curve) { ecc_scalar_init(&scalar_, nettle_curve(curve)); }
  ~Scalar();
  Scalar(const Scalar&) = delete;
  Scalar& operator=(const Scalar&) = delete;

  // False when the number is not in 1..n-1 or has another length.
  bool set(ByteView big_endian);
  const ecc_scalar* get() const { return &scalar_; }

 private:
  ecc_scalar scalar_;
};

}  // namespace anchorhold::crypto
