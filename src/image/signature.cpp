#include "image/signature.h"

#include "codec/json.h"
#include "codec/json_fields.h"
#include "image/oci.h"

namespace anchorhold::image {
namespace {

constexpr std::string_view signature_type = "image";
constexpr std::string_view signature_format = "anchorhold image signature v1";

struct Statement {
  Digest256 image;
  crypto::PublicKey key;
};

Result<Statement> parse_statement(std::string_view object, ByteView payload) {
  AH_ASSIGN(const json::Value value,
            json::parse(object, text_of(payload), {.bytes = 4096, .depth = 2, .values = 16}));
  json::Fields fields(std::string(object), value);
  AH_ASSIGN(const std::string format, fields.text("format"));
  AH_ASSIGN(const std::string image, fields.text("image"));
  AH_ASSIGN(const std::string key, fields.text("key"));
  AH_TRY(fields.finish());
  if (format != signature_format) {
    return Error{Code::unsupported, fields.place("format"), "another format or version"}.want(
        std::string(signature_format));
  }
  AH_ASSIGN(const Digest256 digest, parse_digest(fields.place("image"), image));
  AH_ASSIGN(const crypto::PublicKey parsed, crypto::PublicKey::from_text(fields.place("key"), key));
  return Statement{digest, parsed};
}

}  // namespace

Result<std::string> sign_image(const Digest256& image, const crypto::Signer& signer) {
  const std::string payload = json::canonical(json::Value::object({
      {"format", signature_format},
      {"image", digest_text(image)},
      {"key", signer.key->public_key().to_text()},
  }));
  return crypto::sign_jws(bytes_of(payload), signature_type, std::span(&signer, 1));
}

Result<ImageSignature> verify_image_signature(std::string_view object, std::string_view jws,
                                              const Digest256& image) {
  AH_ASSIGN(const crypto::UnverifiedJws claimed,
            crypto::read_unverified_jws(object, jws, signature_type));
  AH_ASSIGN(const Statement statement, parse_statement(object, claimed.payload));
  AH_ASSIGN(const crypto::VerifiedJws verified,
            crypto::verify_jws(
                object, jws, signature_type,
                [&](std::string_view) -> Result<crypto::PublicKey> { return statement.key; }));
  if (verified.signers.size() != 1) {
    return Error{Code::malformed, std::string(object), "an image has one signer"}.saw(
        std::to_string(verified.signers.size()) + " signatures");
  }
  if (statement.image != image) {
    return Error{Code::denied, std::string(object), "signature of another image"}
        .want(digest_text(image))
        .saw(digest_text(statement.image))
        .advise("sign this image, or use the one that was signed");
  }
  return ImageSignature{verified.signers[0], statement.key};
}

Status require_image_signer(std::string_view object, std::string_view jws, const Digest256& image,
                            const crypto::PublicKey& expected) {
  if (jws.empty()) {
    return Error{Code::denied, std::string(object), "the image is not signed"}
        .want("a signature by " + expected.to_text())
        .advise("ask the image provider for the signed image (`anchorhold build --sign-key`)");
  }
  AH_ASSIGN(const ImageSignature signature, verify_image_signature(object, jws, image));
  if (signature.key == expected) return {};
  return Error{Code::denied, std::string(object), "signed by another key"}
      .want(expected.to_text())
      .saw(signature.key.to_text())
      .advise("ask the image provider that the contract names for its signature");
}

}  // namespace anchorhold::image
