// Public COSE_Keys (RFC 9052 section 7, RFC 9053 section 7).

#include <algorithm>
#include <array>

#include "codec/cose.h"

namespace anchorhold::cose {
namespace {

constexpr int64_t type_label = 1;
constexpr int64_t kid_label = 2;
constexpr int64_t alg_label = 3;
constexpr int64_t operations_label = 4;
constexpr int64_t curve_label = -1;
constexpr int64_t x_label = -2;
constexpr int64_t y_label = -3;
constexpr std::array<int64_t, 7> known_labels = {
    type_label, kid_label, alg_label, operations_label, curve_label, x_label, y_label};

constexpr int64_t okp = 1;
constexpr int64_t ec2 = 2;
constexpr int64_t verify_operation = 2;

Error bad(std::string_view object, std::string message) {
  return Error{Code::malformed, std::string(object), std::move(message)};
}

Status refuse_unknown_labels(std::string_view object, const cbor::Value& map) {
  for (size_t i = 0; i < map.map_size(); ++i) {
    const auto label = map.key(i).as_int();
    if (label && std::ranges::find(known_labels, *label) != known_labels.end()) continue;
    return bad(object, "a label that no public signature key has")
        .saw(label ? std::to_string(*label) : std::string(cbor::kind_name(map.key(i).kind())));
  }
  return {};
}

Result<int64_t> integer(std::string_view object, const cbor::Value& map, int64_t label,
                        std::string_view name) {
  const cbor::Value* value = map.find(label);
  if (value == nullptr) return bad(object, std::string(name) + " is missing");
  if (!value->as_int()) return bad(object, std::string(name) + " is not an integer");
  return *value->as_int();
}

Result<ByteView> coordinate(std::string_view object, const cbor::Value& map, int64_t label,
                            std::string_view name) {
  const cbor::Value* value = map.find(label);
  if (value == nullptr) return bad(object, std::string(name) + " is missing");
  if (value->as_bool()) {
    return Error{Code::unsupported, std::string(object), "a compressed point"}.want(
        "both coordinates");
  }
  if (!value->as_bytes()) return bad(object, std::string(name) + " is not a byte string");
  return *value->as_bytes();
}

// key_ops of a public key in evidence is absent, or has "verify" (a signer's own view of its key
// pair may add "sign").
Status check_operations(std::string_view object, const cbor::Value& map) {
  const cbor::Value* operations = map.find(operations_label);
  if (operations == nullptr) return {};
  const bool verifies =
      operations->kind() == cbor::Kind::array &&
      std::ranges::any_of(operations->items(), [](const cbor::Value& operation) {
        return operation.as_int() == verify_operation || operation.as_text() == "verify";
      });
  if (!verifies) return bad(object, "key_ops does not allow verifying");
  return {};
}

}  // namespace

Result<Key> parse_key(std::string_view object, const cbor::Value& map) {
  if (map.kind() != cbor::Kind::map) {
    return bad(object, "not a COSE_Key")
        .want("a map")
        .saw(std::string(cbor::kind_name(map.kind())));
  }
  AH_TRY(refuse_unknown_labels(object, map));
  AH_ASSIGN(const int64_t type, integer(object, map, type_label, "kty"));
  if (type != okp && type != ec2) {
    return Error{Code::unsupported, std::string(object), "another type of key"}
        .want("kty 1 (OKP) or 2 (EC2)")
        .saw(std::to_string(type));
  }
  AH_TRY(check_operations(object, map));
  Key key;
  key.type = type == okp ? Key::Type::okp : Key::Type::ec2;
  AH_ASSIGN(key.curve, integer(object, map, curve_label, "crv"));
  AH_ASSIGN(key.x, coordinate(object, map, x_label, "x"));
  if (key.type == Key::Type::ec2) {
    AH_ASSIGN(key.y, coordinate(object, map, y_label, "y"));
  } else if (map.find(y_label) != nullptr) {
    return bad(object, "an OKP key has no y");
  }
  if (map.find(alg_label) != nullptr) {
    AH_ASSIGN(key.alg, integer(object, map, alg_label, "alg"));
  }
  if (const cbor::Value* kid = map.find(kid_label)) {
    key.kid = kid->as_bytes();
    if (!key.kid) return bad(object, "kid is not a byte string");
  }
  return key;
}

}  // namespace anchorhold::cose
