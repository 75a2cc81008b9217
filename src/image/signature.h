#pragma once
// The image provider's signature: a JWS, typ "image", over the digest of the OCI manifest and the
// signer's own key.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/jws.h"
#include "crypto/keys.h"

namespace anchorhold::image {

struct ImageSignature {
  std::string signer;     // the party's name, as the signer wrote it
  crypto::PublicKey key;  // the key that the signature states, and is by
};

// sign_image: the signature as JWS text.
Result<std::string> sign_image(const Digest256& image, const crypto::Signer& signer);

// verify_image_signature: proves that the holder of the returned key signed exactly this image.
// Whose key that is the caller must decide: compare `key` with the contract's, or measure it into
// PCR8 and let the verifier decide.
Result<ImageSignature> verify_image_signature(std::string_view object, std::string_view jws,
                                              const Digest256& image);

// require_image_signer: the image must be signed by `expected`. Denied when the signature is
// missing (`jws` empty), bad, of another image or by another key.
Status require_image_signer(std::string_view object, std::string_view jws, const Digest256& image,
                            const crypto::PublicKey& expected);

}  // namespace anchorhold::image
