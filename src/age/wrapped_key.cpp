#include "age/wrapped_key.h"

#include <algorithm>

#include "age/rules.h"
#include "base/base64.h"

namespace anchorhold::age {

namespace {

// Every wrap key is used for one message only.
constexpr ByteArray<crypto::aead_nonce_size> kZeroNonce{};

}  // namespace

Result<Bytes> wrap_key(const FileKey& file_key, const WrapKey& wrap_key) {
  Bytes body(std::tuple_size_v<WrappedKey>);
  crypto::ChaCha20Poly1305 aead(wrap_key.view());
  AH_TRY(aead.seal(kZeroNonce, file_key.view(), body));
  return body;
}

Result<std::optional<FileKey>> unwrap_key(const WrappedKey& body, const WrapKey& wrap_key) {
  crypto::ChaCha20Poly1305 aead(wrap_key.view());
  FileKey file_key;
  Status opened = aead.open(kZeroNonce, body, file_key.fill());
  if (opened.ok()) return std::optional<FileKey>(std::move(file_key));
  if (opened.error().code == Code::denied) return std::optional<FileKey>();
  return opened.take_error();
}

Result<WrappedKey> wrapped_key_of(const Stanza& stanza) {
  WrappedKey body;
  if (stanza.body.size() != body.size()) return stanza_error(stanza, "its body is not 32 bytes");
  std::copy(stanza.body.begin(), stanza.body.end(), body.begin());
  return body;
}

Status fill_argument(const Stanza& stanza, size_t index, MutableBytes out) {
  AH_ASSIGN(const Bytes decoded,
            from_base64(layer::header, stanza.arguments[index], Base64::standard_unpadded));
  if (decoded.size() != out.size()) {
    return stanza_error(stanza, "an argument has the wrong length")
        .want(std::to_string(out.size()) + " bytes")
        .saw(std::to_string(decoded.size()));
  }
  std::copy(decoded.begin(), decoded.end(), out.begin());
  return {};
}

Error stanza_error(const Stanza& stanza, const std::string& message) {
  return Error{Code::malformed, std::string(layer::header), stanza.type + " stanza: " + message};
}

}  // namespace anchorhold::age
