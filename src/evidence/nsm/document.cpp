#include "evidence/nsm/document.h"

#include <algorithm>

#include "codec/cbor.h"
#include "codec/cbor_fields.h"
#include "codec/cose.h"

namespace anchorhold::nsm {
namespace {

constexpr std::string_view object = "attestation document";
constexpr std::string_view payload_object = "attestation document payload";
constexpr size_t signature_size = 96;
constexpr size_t module_id_limit = 128;
constexpr uint64_t last_millisecond = 253402300799999;  // of the year 9999

constexpr cbor::Rules payload_rules{
    .allow_indefinite_maps = true, .max_depth = 3, .max_items = 256};

Error malformed(std::string field, std::string message) {
  return Error{Code::malformed, std::string(payload_object) + "." + std::move(field),
               std::move(message)};
}

Status check_digest(cbor::Fields& fields) {
  AH_ASSIGN(const std::string_view digest, fields.text("digest", 16));
  if (digest != "SHA384")
    return malformed("digest", "unknown hash").want("SHA384").saw(std::string(digest));
  return {};
}

Result<Time> read_timestamp(cbor::Fields& fields) {
  AH_ASSIGN(const uint64_t milliseconds, fields.uint("timestamp", last_millisecond));
  if (milliseconds == 0) return malformed("timestamp", "zero").want("milliseconds since 1970");
  return Time(Duration(static_cast<int64_t>(milliseconds)));
}

Result<Registers> read_registers(cbor::Fields& fields) {
  AH_ASSIGN(const cbor::Value* map, fields.map("pcrs"));
  Registers out;
  for (size_t i = 0; i < map->map_size(); ++i) {
    const auto index = map->key(i).as_uint();
    if (!index || *index >= register_count)
      return malformed("pcrs", "a key is not a register").want("0 to 31");
    const auto value = map->value(i).as_bytes();
    if (!value || value->size() != sizeof(Digest384)) {
      return malformed("pcrs." + std::to_string(*index), "not a SHA-384 value").want("48 bytes");
    }
    Digest384 digest;
    std::ranges::copy(*value, digest.begin());
    out.emplace(static_cast<unsigned>(*index), digest);
  }
  for (unsigned i = 0; i < launch_register_count; ++i) {
    if (!out.contains(i))
      return malformed("pcrs." + std::to_string(i), "missing").want("registers 0 to 15, always");
  }
  return out;
}

Result<std::vector<Bytes>> read_cabundle(cbor::Fields& fields) {
  AH_ASSIGN(const cbor::Value* array, fields.array("cabundle"));
  if (array->items().empty() || array->items().size() > cabundle_limit) {
    return malformed("cabundle", "wrong number of certificates")
        .want("1 to " + std::to_string(cabundle_limit))
        .saw(std::to_string(array->items().size()));
  }
  std::vector<Bytes> out;
  for (const cbor::Value& item : array->items()) {
    const auto der = item.as_bytes();
    if (!der || der->empty() || der->size() > certificate_limit) {
      return malformed("cabundle", "an entry is not a certificate").want("1 to 1024 bytes");
    }
    out.push_back(copy_of(*der));
  }
  return out;
}

Result<std::optional<Bytes>> read_option(cbor::Fields& fields, std::string_view key) {
  AH_ASSIGN(const std::optional<ByteView> bytes, fields.optional_bytes(key, field_limit));
  if (!bytes) return std::optional<Bytes>();
  return std::optional<Bytes>(copy_of(*bytes));
}

Result<Document> parse_payload(ByteView payload) {
  AH_ASSIGN(const cbor::Value root, cbor::decode(payload_object, payload, payload_rules));
  cbor::Fields fields(std::string(payload_object), root);
  if (fields.has("nitrotpm_pcrs")) {
    return Error{Code::unsupported, std::string(object),
                 "this is a NitroTPM document, not an enclave's"}
        .advise("its registers mean something else; verify it as TPM evidence");
  }
  Document out;
  AH_ASSIGN(const std::string_view module_id, fields.text("module_id", module_id_limit));
  if (module_id.empty()) return malformed("module_id", "empty");
  out.module_id = module_id;
  AH_TRY(check_digest(fields));
  AH_ASSIGN(out.timestamp, read_timestamp(fields));
  AH_ASSIGN(out.pcrs, read_registers(fields));
  AH_ASSIGN(const ByteView certificate, fields.bytes("certificate", 1, certificate_limit));
  out.certificate = copy_of(certificate);
  AH_ASSIGN(out.cabundle, read_cabundle(fields));
  AH_ASSIGN(out.public_key, read_option(fields, "public_key"));
  AH_ASSIGN(out.user_data, read_option(fields, "user_data"));
  AH_ASSIGN(out.nonce, read_option(fields, "nonce"));
  AH_TRY(fields.finish());
  return out;
}

}  // namespace

Result<Unverified<ParsedDocument>> parse_document(ByteView bytes) {
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
  AH_ASSIGN(Document document, parse_payload(message.payload));
  return Unverified<ParsedDocument>({.document = std::move(document),
                                     .protected_header = copy_of(message.protected_header),
                                     .payload = copy_of(message.payload),
                                     .signature = copy_of(message.signature)});
}

}  // namespace anchorhold::nsm
