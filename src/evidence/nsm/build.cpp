#include "evidence/nsm/build.h"

#include "codec/cbor.h"
#include "crypto/cose_sign1.h"

namespace anchorhold::nsm {
namespace {

void encode_option(cbor::Encoder& out, std::string_view key, const std::optional<Bytes>& value) {
  out.text(key);
  if (value) {
    out.bytes(*value);
  } else {
    out.null();
  }
}

template <class AnyDocument>
Bytes encode_members(const AnyDocument& document, std::string_view key,
                     const Registers& registers) {
  cbor::Encoder out;
  out.map(9);
  out.text("module_id").text(document.module_id);
  out.text("digest").text("SHA384");
  out.text("timestamp").integer(document.timestamp.time_since_epoch().count());
  out.text(key).map(registers.size());
  for (const auto& [index, value] : registers) out.uint(index).bytes(value);
  out.text("certificate").bytes(document.certificate);
  out.text("cabundle").array(document.cabundle.size());
  for (const Bytes& certificate : document.cabundle) out.bytes(certificate);
  encode_option(out, "public_key", document.public_key);
  encode_option(out, "user_data", document.user_data);
  encode_option(out, "nonce", document.nonce);
  return out.take();
}

}  // namespace

Bytes encode_payload(const Document& document) {
  return encode_members(document, "pcrs", document.pcrs);
}

Bytes encode_payload(const TpmDocument& document) {
  return encode_members(document, "nitrotpm_pcrs", document.tpm_registers);
}

Result<Bytes> sign_document(const Document& document, const crypto::PrivateKey& leaf_key) {
  if (leaf_key.algorithm() != crypto::Algorithm::es384) {
    return Error{Code::invalid_argument, "document signing key", "wrong algorithm"}
        .want("es384")
        .saw(std::string(crypto::algorithm_name(leaf_key.algorithm())));
  }
  return crypto::sign_sign1(encode_payload(document), leaf_key);
}

}  // namespace anchorhold::nsm
