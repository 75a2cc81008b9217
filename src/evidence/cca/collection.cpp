#include "evidence/cca/token.h"

namespace anchorhold::cca {
namespace {

constexpr uint64_t collection_tag = 399;
constexpr uint64_t cmw_collection_tag = 907;
constexpr int64_t platform_label = 44234;
constexpr int64_t realm_label = 44241;
constexpr std::string_view type_label = "__cmwc_t";  // a CMW collection may name its own type
constexpr uint64_t eat_cwt_format = 263;             // CoAP Content-Format application/eat+cwt
constexpr std::string_view eat_cwt_type = "application/eat+cwt";
constexpr size_t max_depth = 4;
constexpr size_t max_items = 16;

Error bad(std::string message) {
  return Error{Code::malformed, "CCA token", std::move(message)};
}

// A record of a CMW collection: [type, value] or [type, value, indicator].
Result<ByteView> record(const cbor::Value& value) {
  const auto& items = value.items();
  if (items.size() < 2 || items.size() > 3) return bad("a CMW record is not of two or three items");
  const bool known = items[0].as_uint() == eat_cwt_format || items[0].as_text() == eat_cwt_type;
  if (!known) {
    return Error{Code::unsupported, "CCA token", "a CMW record of another type"}.want(
        "263, application/eat+cwt");
  }
  if (!items[1].as_bytes() || (items.size() == 3 && !items[2].as_uint())) {
    return bad("a CMW record is not [type, bytes, indicator]");
  }
  return *items[1].as_bytes();
}

Result<ByteView> member(const cbor::Value& map, int64_t label, std::string_view name) {
  const cbor::Value* value = map.find(label);
  if (value == nullptr) return bad("the " + std::string(name) + " token is missing");
  if (value->kind() == cbor::Kind::array) return record(*value);
  if (!value->as_bytes()) return bad("the " + std::string(name) + " token is not a byte string");
  return *value->as_bytes();
}

Result<const cbor::Value*> untag(const cbor::Value& root) {
  if (root.kind() != cbor::Kind::tag) return &root;
  if (root.argument() != collection_tag && root.argument() != cmw_collection_tag) {
    return bad("not a CCA token")
        .want("tag 399 or 907")
        .saw("tag " + std::to_string(root.argument()));
  }
  return &root.items().front();
}

}  // namespace

Result<Parts> split_collection(ByteView token) {
  AH_ASSIGN(const cbor::Value root,
            cbor::decode("CCA token", token, {.max_depth = max_depth, .max_items = max_items}));
  AH_ASSIGN(const cbor::Value* map, untag(root));
  if (map->kind() != cbor::Kind::map) return bad("not a collection of two tokens");
  const cbor::Value* type = map->find(type_label);
  if (type != nullptr && !type->as_text()) return bad("the collection's type is not text");
  if (map->map_size() != (type == nullptr ? 2U : 3U)) {
    return bad("not a collection of a realm and a platform token")
        .saw(std::to_string(map->map_size()) + " members");
  }
  Parts parts;
  AH_ASSIGN(parts.platform, member(*map, platform_label, "platform"));
  AH_ASSIGN(parts.realm, member(*map, realm_label, "realm"));
  return parts;
}

Result<Signed> open_signed(std::string_view name, ByteView bytes) {
  AH_ASSIGN(cose::Message message, cose::parse_sign1_any(name, bytes, {.allow_unprotected = true}));
  AH_ASSIGN(cbor::Value map, cbor::decode(name, *message.payload));
  return Signed{.message = std::move(message), .map = std::move(map)};
}

}  // namespace anchorhold::cca
