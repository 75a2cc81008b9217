// Public COSE_Keys (RFC 9052 section 7, RFC 9053 section 7).

#include <algorithm>
#include <array>

#include "codec/cose.h"
#include "codec/cose_parts.h"

namespace anchorhold::cose {
namespace {

// COSE_Key parameters.
constexpr int64_t kty_parameter = 1;
constexpr int64_t kid_parameter = 2;
constexpr int64_t alg_parameter = 3;
constexpr int64_t key_ops_parameter = 4;
constexpr int64_t crv_parameter = -1;
constexpr int64_t x_parameter = -2;
constexpr int64_t y_parameter = -3;
constexpr std::array<int64_t, 7> known_parameters = {
    kty_parameter, kid_parameter, alg_parameter, key_ops_parameter,
    crv_parameter, x_parameter,   y_parameter};

constexpr int64_t okp = 1;
constexpr int64_t ec2 = 2;
constexpr int64_t verify_operation = 2;

Status refuse_unknown_parameters(std::string_view object, const cbor::Value& map) {
  for (size_t i = 0; i < map.map_size(); ++i) {
    const auto label = map.key(i).as_int();
    if (label && std::ranges::find(known_parameters, *label) != known_parameters.end()) continue;
    return malformed(object, "a label that no public signature key has")
        .saw(label ? std::to_string(*label) : std::string(cbor::kind_name(map.key(i).kind())));
  }
  return {};
}

Result<int64_t> integer(std::string_view object, const cbor::Value& map, int64_t label,
                        std::string_view name) {
  const cbor::Value* value = map.find(label);
  if (value == nullptr) return malformed(object, std::string(name) + " is missing");
  if (!value->as_int()) return malformed(object, std::string(name) + " is not an integer");
  return *value->as_int();
}

Result<ByteView> coordinate(std::string_view object, const cbor::Value& map, int64_t label,
                            std::string_view name) {
  const cbor::Value* value = map.find(label);
  if (value == nullptr) return malformed(object, std::string(name) + " is missing");
  if (value->as_bool()) {
    return Error{Code::unsupported, std::string(object), "a compressed point"}.want(
        "both coordinates");
  }
  if (!value->as_bytes()) return malformed(object, std::string(name) + " is not a byte string");
  return *value->as_bytes();
}

// key_ops of a public key in evidence is absent, or has "verify" (a signer's own view of its key
// pair may add "sign").
Status check_operations(std::string_view object, const cbor::Value& map) {
  const cbor::Value* operations = map.find(key_ops_parameter);
  if (operations == nullptr) return {};
  const bool verifies =
      operations->kind() == cbor::Kind::array &&
      std::ranges::any_of(operations->items(), [](const cbor::Value& operation) {
        return operation.as_int() == verify_operation || operation.as_text() == "verify";
      });
  if (!verifies) return malformed(object, "key_ops does not allow verifying");
  return {};
}

}  // namespace

Result<Key> parse_key(std::string_view object, const cbor::Value& map) {
  if (map.kind() != cbor::Kind::map) {
    return malformed(object, "not a COSE_Key")
        .want("a map")
        .saw(std::string(cbor::kind_name(map.kind())));
  }
  AH_TRY(refuse_unknown_parameters(object, map));
  AH_ASSIGN(const int64_t type, integer(object, map, kty_parameter, "kty"));
  if (type != okp && type != ec2) {
    return Error{Code::unsupported, std::string(object), "another type of key"}
        .want("kty 1 (OKP) or 2 (EC2)")
        .saw(std::to_string(type));
  }
  AH_TRY(check_operations(object, map));
  Key key;
  key.type = type == okp ? Key::Type::okp : Key::Type::ec2;
  AH_ASSIGN(key.curve, integer(object, map, crv_parameter, "crv"));
  AH_ASSIGN(key.x, coordinate(object, map, x_parameter, "x"));
  if (key.type == Key::Type::ec2) {
    AH_ASSIGN(key.y, coordinate(object, map, y_parameter, "y"));
  } else if (map.find(y_parameter) != nullptr) {
    return malformed(object, "an OKP key has no y");
  }
  if (map.find(alg_parameter) != nullptr) {
    AH_ASSIGN(key.alg, integer(object, map, alg_parameter, "alg"));
  }
  if (const cbor::Value* kid = map.find(kid_parameter)) {
    key.kid = kid->as_bytes();
    if (!key.kid) return malformed(object, "kid is not a byte string");
  }
  return key;
}

}  // namespace anchorhold::cose
