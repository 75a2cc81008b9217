#include <algorithm>

#include "base/hex.h"
#include "codec/pem.h"
#include "crypto/backend/ec.h"
#include "crypto/backend/openssl.h"
#include "crypto/hash.h"
#include "crypto/key_form.h"

namespace anchorhold::crypto {
namespace {

constexpr std::string_view pem_label = "PRIVATE KEY";

Curve curve_of(Algorithm algorithm) {
  return algorithm == Algorithm::es256 ? Curve::p256 : Curve::p384;
}

openssl::Key ed25519_key(ByteView seed) {
  return openssl::Key(openssl::made(EVP_PKEY_new_raw_private_key_ex(
      openssl::library(), "ED25519", nullptr, seed.data(), seed.size())));
}

Bytes ed25519_public(ByteView seed) {
  const openssl::Key key = ed25519_key(seed);
  Bytes raw(raw_key_size(Algorithm::ed25519));
  size_t size = raw.size();
  openssl::must(EVP_PKEY_get_raw_public_key(key.get(), raw.data(), &size) == 1 &&
                size == raw.size());
  return raw;
}

Bytes ed25519_sign(ByteView seed, ByteView message) {
  const openssl::Key key = ed25519_key(seed);
  openssl::DigestContext context(openssl::made(EVP_MD_CTX_new()));
  OSSL_LIB_CTX* library = openssl::library();
  openssl::must(EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, library, nullptr, key.get(),
                                      nullptr) == 1);
  Bytes signature(signature_size(Algorithm::ed25519));
  size_t size = signature.size();
  openssl::must(EVP_DigestSign(context.get(), signature.data(), &size, openssl::data_of(message),
                               message.size()) == 1 &&
                size == signature.size());
  return signature;
}

// The public key of a scalar; empty when the scalar is out of range.
Bytes public_of(Algorithm algorithm, ByteView scalar) {
  if (algorithm == Algorithm::ed25519) return ed25519_public(scalar);
  const std::optional<EcPoint> point = EcPoint::of_scalar(curve_of(algorithm), scalar);
  return point ? point->raw() : Bytes{};
}

Bytes fixed(std::string_view hex) {
  return from_hex("key form", hex).value();
}

bool starts_with(ByteView bytes, ByteView prefix) {
  return bytes.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

}  // namespace

Result<PrivateKey> PrivateKey::from_scalar(std::string_view object, Algorithm algorithm,
                                           ByteView scalar) {
  const KeyForm& form = form_of(algorithm);
  if (scalar.size() != form.scalar_size) {
    return Error{Code::malformed, std::string(object), "a private key of wrong length"}
        .want(std::to_string(form.scalar_size) + " bytes")
        .saw(std::to_string(scalar.size()));
  }
  const Bytes raw = public_of(algorithm, scalar);
  if (raw.empty()) {
    return Error{Code::malformed, std::string(object), "a private key out of its curve's range"};
  }
  AH_ASSIGN(const PublicKey public_key, PublicKey::from_raw(object, algorithm, raw));
  return PrivateKey(public_key, SecretBytes::copy_of(scalar));
}

Result<PrivateKey> PrivateKey::generate(Algorithm algorithm, Random& random) {
  // A P-256 scalar is out of range once in 2^32 draws: a second refusal means that `random` is
  // broken.
  SecretBytes scalar(form_of(algorithm).scalar_size);
  AH_TRY(random.fill(scalar.fill()));
  Result<PrivateKey> first = from_scalar("new key", algorithm, scalar.view());
  if (first.ok()) return first;
  AH_TRY(random.fill(scalar.fill()));
  return from_scalar("new key", algorithm, scalar.view());
}

Result<PrivateKey> PrivateKey::from_pkcs8_pem(std::string_view object, std::string_view pem) {
  AH_ASSIGN(const SecretBytes der, pem::decode_secret(object, pem_label, bytes_of(pem)));
  for (const KeyForm& form : key_forms) {
    const Bytes prefix = fixed(form.pkcs8_prefix);
    const Bytes infix = fixed(form.pkcs8_infix);
    const size_t public_size = infix.empty() ? 0 : form.raw_size;
    if (!starts_with(der.view(), prefix) ||
        der.size() != prefix.size() + form.scalar_size + infix.size() + public_size) {
      continue;
    }
    const ByteView rest = der.view().subspan(prefix.size());
    AH_ASSIGN(PrivateKey key, from_scalar(object, form.algorithm, rest.first(form.scalar_size)));
    const ByteView tail = rest.subspan(form.scalar_size);
    const ByteView stored = tail.last(public_size);
    if (!starts_with(tail, infix) ||
        (public_size > 0 && !ct_equal(stored, key.public_key().raw()))) {
      return Error{Code::malformed, std::string(object),
                   "the public key stored in it is not the private key's"};
    }
    return key;
  }
  return Error{Code::unsupported, std::string(object),
               "not a private key of a kind that is known here"}
      .want("unencrypted PKCS#8 of Ed25519, or of P-256 or P-384 with its public key")
      .advise("make one with: openssl genpkey -algorithm ed25519");
}

SecretBytes PrivateKey::to_pkcs8_pem() const {
  const KeyForm& form = form_of(algorithm());
  const Bytes prefix = fixed(form.pkcs8_prefix);
  const Bytes infix = fixed(form.pkcs8_infix);
  const ByteView stored = infix.empty() ? ByteView{} : public_key_.raw();
  SecretBytes der(prefix.size() + scalar_.size() + infix.size() + stored.size());
  auto out = der.fill().begin();
  for (ByteView part : {ByteView(prefix), scalar_.view(), ByteView(infix), stored}) {
    out = std::copy(part.begin(), part.end(), out);
  }
  return pem::encode_secret(pem_label, der.view());
}

Result<Bytes> PrivateKey::sign(ByteView message) const {
  std::optional<Bytes> signature;
  switch (algorithm()) {
    case Algorithm::ed25519:
      return ed25519_sign(scalar_.view(), message);
    case Algorithm::es256:
      signature = sign_ecdsa(Curve::p256, scalar_.view(), sha256(message));
      break;
    case Algorithm::es384:
      signature = sign_ecdsa(Curve::p384, scalar_.view(), sha384(message));
      break;
  }
  // A moved-from key has an empty scalar.
  if (!signature)
    return Error{Code::invalid_argument, "private key", "it was moved away or never set"};
  return *std::move(signature);
}

}  // namespace anchorhold::crypto
