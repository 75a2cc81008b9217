#include "evidence/nsm/members.h"

#include <algorithm>

#include "evidence/nsm/fields.h"
#include "evidence/nsm/nitro_tpm_document.h"

namespace anchorhold::nsm {
namespace {

constexpr size_t signature_size = 96;
constexpr size_t module_id_limit = 128;
constexpr uint64_t last_millisecond = 253402300799999;  // of the year 9999

constexpr cbor::Rules payload_rules{
    .allow_indefinite_maps = true, .max_depth = 3, .max_items = 256};

Error malformed(const cbor::Fields& fields, const std::string& field, std::string message) {
  return Error{Code::malformed, fields.place(field), std::move(message)};
}

Status check_digest(cbor::Fields& fields) {
  AH_ASSIGN(const std::string_view digest, fields.text("digest", 16));
  if (digest != "SHA384")
    return malformed(fields, "digest", "unknown hash").want("SHA384").saw(std::string(digest));
  return {};
}

Result<Time> read_timestamp(cbor::Fields& fields) {
  AH_ASSIGN(const uint64_t milliseconds, fields.uint("timestamp", last_millisecond));
  if (milliseconds == 0)
    return malformed(fields, "timestamp", "zero").want("milliseconds since 1970");
  return Time(Duration(static_cast<int64_t>(milliseconds)));
}

Result<std::vector<Bytes>> read_cabundle(cbor::Fields& fields) {
  AH_ASSIGN(const cbor::Value* array, fields.array("cabundle"));
  if (array->items().empty() || array->items().size() > cabundle_limit) {
    return malformed(fields, "cabundle", "wrong number of certificates")
        .want("1 to " + std::to_string(cabundle_limit))
        .saw(std::to_string(array->items().size()));
  }
  std::vector<Bytes> out;
  for (const cbor::Value& item : array->items()) {
    const auto der = item.as_bytes();
    if (!der || der->empty() || der->size() > certificate_limit) {
      return malformed(fields, "cabundle", "an entry is not a certificate").want("1 to 1024 bytes");
    }
    out.push_back(copy_of(*der));
  }
  return out;
}

}  // namespace

Result<cose::Sign1> open_document(std::string_view object, ByteView bytes) {
  if (bytes.size() > document_limit) {
    return Error{Code::limit_exceeded, std::string(object), "too large"}
        .want("at most " + std::to_string(document_limit) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  AH_ASSIGN(const cose::Sign1 message, cose::parse_sign1(object, bytes));
  if (message.tagged) {
    return Error{Code::malformed, std::string(object), "tagged COSE_Sign1"}
        .want("the untagged form, as the NSM writes it")
        .saw("tag 18")
        .advise("remove the tag, or get the document as the NSM returned it");
  }
  if (message.alg != cose::kEs384) {
    return Error{Code::malformed, std::string(object), "wrong signature algorithm"}
        .want("ES384 (-35)")
        .saw(std::to_string(message.alg));
  }
  if (message.signature.size() != signature_size) {
    return Error{Code::malformed, std::string(object), "wrong signature length"}
        .want("96 bytes, r and s")
        .saw(std::to_string(message.signature.size()));
  }
  return message;
}

Result<cbor::Value> decode_payload(std::string_view object, ByteView payload) {
  return cbor::decode(object, payload, payload_rules);
}

Result<Registers> read_registers(cbor::Fields& fields, std::string_view key) {
  const std::string name(key);
  AH_ASSIGN(const cbor::Value* map, fields.map(key));
  Registers out;
  for (size_t i = 0; i < map->map_size(); ++i) {
    const auto index = map->key(i).as_uint();
    if (!index || *index >= register_count)
      return malformed(fields, name, "a key is not a register").want("0 to 31");
    const auto value = map->value(i).as_bytes();
    if (!value || value->size() != sizeof(Digest384)) {
      return malformed(fields, name + "." + std::to_string(*index), "not a SHA-384 value")
          .want("48 bytes");
    }
    Digest384 digest;
    std::ranges::copy(*value, digest.begin());
    out.emplace(static_cast<unsigned>(*index), digest);
  }
  return out;
}

template <class AnyDocument>
Status read_members(cbor::Fields& fields, AnyDocument& out) {
  AH_ASSIGN(const std::string_view module_id, fields.text("module_id", module_id_limit));
  if (module_id.empty()) return malformed(fields, "module_id", "empty");
  out.module_id = module_id;
  AH_TRY(check_digest(fields));
  AH_ASSIGN(out.timestamp, read_timestamp(fields));
  AH_ASSIGN(const ByteView certificate, fields.bytes("certificate", 1, certificate_limit));
  out.certificate = copy_of(certificate);
  AH_ASSIGN(out.cabundle, read_cabundle(fields));
  AH_ASSIGN(out.public_key, read_option(fields, "public_key", field_limit));
  AH_ASSIGN(out.user_data, read_option(fields, "user_data", field_limit));
  AH_ASSIGN(out.nonce, read_option(fields, "nonce", field_limit));
  return {};
}

template Status read_members(cbor::Fields& fields, Document& out);
template Status read_members(cbor::Fields& fields, TpmDocument& out);

}  // namespace anchorhold::nsm
