#include "codec/cose.h"

#include "codec/cbor.h"
#include "codec/cose_parts.h"

namespace anchorhold::cose {

namespace {

// The one entry of a protected header {1: alg}.
Result<int64_t> parse_protected(std::string_view object, ByteView encoded) {
  const std::string where = std::string(object) + ".protected";
  AH_ASSIGN(
      const cbor::Value header,
      cbor::decode(where, encoded, {.require_canonical = true, .max_depth = 2, .max_items = 8}));
  const cbor::Value* alg = header.find(alg_label);
  if (alg == nullptr || header.map_size() != 1) {
    return malformed(where, "not a map with the one key 1 (alg)");
  }
  if (!alg->as_int()) {
    return malformed(where, "alg is not an integer").saw(std::string(cbor::kind_name(alg->kind())));
  }
  return *alg->as_int();
}

}  // namespace

Result<Sign1> parse_sign1(std::string_view object, ByteView message) {
  AH_ASSIGN(
      const cbor::Value root,
      cbor::decode(object, message, {.require_canonical = true, .max_depth = 4, .max_items = 8}));
  Sign1 out;
  out.tagged = root.kind() == cbor::Kind::tag && root.argument() == sign1_tag;
  const cbor::Value& array = out.tagged ? root.items().front() : root;
  if (array.kind() != cbor::Kind::array || array.items().size() != 4) {
    return malformed(object, "not a COSE_Sign1").want("an array of four");
  }
  const auto& items = array.items();
  const auto protected_bytes = items[0].as_bytes();
  const auto payload = items[2].as_bytes();
  const auto signature = items[3].as_bytes();
  if (!protected_bytes) return malformed(object, "the protected header is not a byte string");
  if (items[1].kind() != cbor::Kind::map || items[1].map_size() != 0) {
    return malformed(object, "the unprotected header is not an empty map");
  }
  if (!payload) return malformed(object, "the payload is not an attached byte string");
  if (!signature) return malformed(object, "the signature is not a byte string");
  AH_ASSIGN(out.alg, parse_protected(object, *protected_bytes));
  out.protected_header = *protected_bytes;
  out.payload = *payload;
  out.signature = *signature;
  return out;
}

Bytes protected_header(int64_t alg) {
  return cbor::Encoder().map(1).integer(alg_label).integer(alg).take();
}

Bytes sig_structure(ByteView protected_header, ByteView payload) {
  return cbor::Encoder()
      .array(4)
      .text("Signature1")
      .bytes(protected_header)
      .bytes({})
      .bytes(payload)
      .take();
}

Bytes encode_sign1(ByteView protected_header, ByteView payload, ByteView signature) {
  return cbor::Encoder()
      .array(4)
      .bytes(protected_header)
      .map(0)
      .bytes(payload)
      .bytes(signature)
      .take();
}

}  // namespace anchorhold::cose
