#include "crypto/cose_sign1.h"

#include "codec/cose.h"

namespace anchorhold::crypto {
namespace {

// RFC 9053 section 2: EdDSA -8, ES256 -7, ES384 -35.
int64_t cose_number(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::ed25519:
      return -8;
    case Algorithm::es256:
      return cose::kEs256;
    case Algorithm::es384:
      return cose::kEs384;
  }
  return 0;
}

}  // namespace

Status verify_sign1(const cose::Sign1& message, const PublicKey& key) {
  const int64_t expected = cose_number(key.algorithm());
  if (message.alg != expected) {
    return Error{Code::denied, "COSE_Sign1", "its algorithm is not its key's"}
        .want(std::to_string(expected))
        .saw(std::to_string(message.alg));
  }
  if (!verify(key, cose::sig_structure(message.protected_header, message.payload),
              message.signature)) {
    return Error{Code::denied, "COSE_Sign1", "the signature does not verify"}.want(
        std::to_string(signature_size(key.algorithm())) + " bytes by the key that was given");
  }
  return {};
}

Result<Bytes> sign_sign1(ByteView payload, const PrivateKey& key) {
  const Bytes header = cose::protected_header(cose_number(key.algorithm()));
  AH_ASSIGN(const Bytes signature, key.sign(cose::sig_structure(header, payload)));
  return cose::encode_sign1(header, payload, signature);
}

}  // namespace anchorhold::crypto
