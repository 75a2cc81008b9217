#include "testkit/rsa_key_pair.h"

#include <cstdlib>

#include "codec/der.h"
#include "testkit/nettle_random.h"

namespace anchorhold::testkit {
namespace {

constexpr unsigned public_exponent = 65537;

// KnownPrimes: each prime is the number that FixedRandom gives for the seed (the second one for the
// seed after it), its two highest bits and its lowest set, plus a distance.
struct KnownPrimes {
  unsigned bits;
  uint64_t seed;
  unsigned p_distance;
  unsigned q_distance;
};

constexpr KnownPrimes known_primes[] = {
    {2048, 204800, 990, 844},  {2048, 204802, 546, 812},   {2048, 204804, 694, 2542},
    {2048, 204806, 1550, 118}, {3072, 307200, 1342, 1658}, {4096, 409600, 1246, 698},
    {4096, 409602, 442, 2202}, {4096, 409604, 1598, 3268}, {4096, 409606, 502, 760},
};

const KnownPrimes& find_primes(unsigned bits, size_t number) {
  for (const KnownPrimes& entry : known_primes) {
    if (entry.bits == bits && number-- == 0) return entry;
  }
  std::abort();
}

void set_prime(mpz_ptr prime, unsigned bits, uint64_t seed, unsigned distance) {
  Bytes start(bits / 8);
  FixedRandom random(seed);
  abort_unless(random.fill(start).ok());
  start.front() |= 0xc0;
  start.back() |= 1;
  mpz_import(prime, start.size(), 1, 1, 1, 0, start.data());
  mpz_add_ui(prime, prime, distance);
}

Bytes exported(mpz_srcptr value, size_t size) {
  Bytes out(size, 0);
  const size_t used = (mpz_sizeinbase(value, 2) + 7) / 8;
  mpz_export(out.data() + (size - used), nullptr, 1, 1, 1, 0, value);
  return out;
}

// DigestInfo (RFC 8017 section 9.2).
Bytes digest_info(crypto::HashKind hash, ByteView digest) {
  constexpr der::Oid oids[] = {der::Oid::of({1, 3, 14, 3, 2, 26}),
                               der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 1}),
                               der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 2}),
                               der::Oid::of({2, 16, 840, 1, 101, 3, 4, 2, 3})};
  return der::sequence({der::sequence({der::oid(oids[static_cast<size_t>(hash)]), der::null()}),
                        der::octet_string(digest)});
}

}  // namespace

RsaKeyPair::RsaKeyPair(unsigned bits, size_t number) {
  rsa_public_key_init(&public_);
  rsa_private_key_init(&private_);
  const KnownPrimes& known = find_primes(bits, number);
  set_prime(private_.p, bits / 2, known.seed, known.p_distance);
  set_prime(private_.q, bits / 2, known.seed + 1, known.q_distance);
  mpz_set_ui(public_.e, public_exponent);
  mpz_mul(public_.n, private_.p, private_.q);
  mpz_t p1;
  mpz_t q1;
  mpz_init(p1);
  mpz_init(q1);
  mpz_sub_ui(p1, private_.p, 1);
  mpz_sub_ui(q1, private_.q, 1);
  abort_unless(mpz_invert(private_.a, public_.e, p1) != 0 &&
               mpz_invert(private_.b, public_.e, q1) != 0 &&
               mpz_invert(private_.c, private_.q, private_.p) != 0);
  mpz_clear(p1);
  mpz_clear(q1);
  abort_unless(rsa_public_key_prepare(&public_) == 1 && rsa_private_key_prepare(&private_) == 1);
}

RsaKeyPair::~RsaKeyPair() {
  rsa_public_key_clear(&public_);
  rsa_private_key_clear(&private_);
}

crypto::SubjectKey RsaKeyPair::subject_key() const {
  return crypto::SubjectKey::from_rsa("test key", exported(public_.n, public_.size),
                                      exported(public_.e, 3))
      .value();
}

Bytes RsaKeyPair::sign_digest(ByteView digest, crypto::SignatureScheme scheme) const {
  FixedRandom random(1);
  // TPMs fill the block: it holds the digest, two octets, and the salt.
  const bool fill = scheme.salt == crypto::PssSalt::any;
  Bytes salt(fill ? public_.size - digest.size() - 2 : digest.size());
  abort_unless(random.fill(salt).ok());
  mpz_t signature;
  mpz_init(signature);
  int done = 0;
  if (scheme.kind == crypto::SignatureKind::rsa_pkcs1) {
    const Bytes info = digest_info(scheme.hash, digest);
    done = rsa_pkcs1_sign(&private_, info.size(), info.data(), signature);
  } else {
    const auto sign_pss = scheme.hash == crypto::HashKind::sha256   ? rsa_pss_sha256_sign_digest_tr
                          : scheme.hash == crypto::HashKind::sha384 ? rsa_pss_sha384_sign_digest_tr
                                                                    : rsa_pss_sha512_sign_digest_tr;
    abort_unless(scheme.hash != crypto::HashKind::sha1);
    done = sign_pss(&public_, &private_, &random, next_random, salt.size(), salt.data(),
                    digest.data(), signature);
  }
  abort_unless(done == 1);
  Bytes out = exported(signature, public_.size);
  mpz_clear(signature);
  return out;
}

}  // namespace anchorhold::testkit
