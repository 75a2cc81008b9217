#include "evidence/dice/cbor_certificate.h"

#include "crypto/cose_sign1.h"

namespace anchorhold::dice {
namespace {

using cbor::Label;
using cbor::Labels;

constexpr Label issuer_label = {1, "iss"};
constexpr Label subject_label = {2, "sub"};
constexpr Label expiry_label = {4, "exp"};
constexpr Label not_before_label = {5, "nbf"};
constexpr Label key_label = {-4670552, "subjectPublicKey"};
constexpr Label key_usage_label = {-4670553, "keyUsage"};

constexpr size_t max_certificates = 16;
constexpr size_t max_subject = 256;
constexpr size_t max_key = 512;
constexpr size_t max_usage = 2;
constexpr uint8_t key_cert_sign = 0x20;  // bit 5 of RFC 5280's list, least significant bit first
constexpr uint64_t max_seconds = 253402300799;  // the year 9999
constexpr uint8_t array_of_two = 0x82;
constexpr uint8_t array_of_max = 0x91;
constexpr uint8_t sign1_tag = 0xd2;

Result<crypto::SubjectKey> read_key(std::string_view object, const cbor::Value& map) {
  AH_ASSIGN(const cose::Key key, cose::parse_key(object, map));
  return crypto::key_of(object, key);
}

Result<std::optional<Time>> read_time(Labels& claims, Label label) {
  AH_ASSIGN(const auto seconds, claims.optional_uint(label, max_seconds));
  if (!seconds) return std::optional<Time>();
  return std::optional<Time>(Time(std::chrono::seconds(static_cast<int64_t>(*seconds))));
}

Result<CborCertificate> read_certificate(const std::string& where, const cbor::Value& value) {
  AH_ASSIGN(cose::Message message, cose::parse_sign1_any(where, value));
  AH_ASSIGN(const cbor::Value map, cbor::decode(where, *message.payload));
  Labels claims(where, map);
  AH_ASSIGN(const std::string_view issuer, claims.text(issuer_label, max_subject));
  AH_ASSIGN(const std::string_view subject, claims.text(subject_label, max_subject));
  AH_ASSIGN(const ByteView encoded_key, claims.bytes(key_label, 1, max_key));
  AH_ASSIGN(const ByteView usage, claims.bytes(key_usage_label, 1, max_usage));
  const std::string key_place = claims.place(key_label);
  AH_ASSIGN(const cbor::Value key_map, cbor::decode(key_place, encoded_key));
  AH_ASSIGN(const crypto::SubjectKey key, read_key(key_place, key_map));
  AH_ASSIGN(const auto not_before, read_time(claims, not_before_label));
  AH_ASSIGN(const auto not_after, read_time(claims, expiry_label));
  AH_ASSIGN(OpenInputs open, read_open_claims(claims));
  CborCertificate out{.message = std::move(message),
                      .issuer = std::string(issuer),
                      .subject = std::string(subject),
                      .key = key,
                      .signs_certificates = (usage.front() & key_cert_sign) != 0,
                      .not_before = not_before,
                      .not_after = not_after,
                      .layer = {}};
  out.layer.subject = out.subject;
  out.layer.issuer = out.issuer;
  out.layer.open = std::move(open);
  return out;
}

}  // namespace

bool looks_like_cbor_chain(ByteView bytes) {
  if (bytes.empty()) return false;
  const uint8_t first = bytes.front();
  return first == sign1_tag || (first >= array_of_two && first <= array_of_max);
}

Result<CborChain> parse_cbor_chain(ByteView bytes) {
  constexpr std::string_view object = "DICE chain";
  AH_ASSIGN(const cbor::Value root, cbor::decode(object, bytes));
  CborChain out;
  const bool chain = root.kind() == cbor::Kind::array && !root.items().empty() &&
                     root.items().front().kind() == cbor::Kind::map;
  if (!chain) {
    AH_ASSIGN(CborCertificate certificate, read_certificate("DICE certificate", root));
    out.certificates.push_back(std::move(certificate));
    return out;
  }
  const auto& items = root.items();
  if (items.size() < 2 || items.size() > 1 + max_certificates) {
    return Error{Code::limit_exceeded, std::string(object), "wrong number of certificates"}
        .want("1 to " + std::to_string(max_certificates))
        .saw(std::to_string(items.size() - 1));
  }
  AH_ASSIGN(const crypto::SubjectKey key, read_key("DICE chain[0]", items.front()));
  out.root = key;
  for (size_t i = 1; i < items.size(); ++i) {
    const std::string where = "DICE chain[" + std::to_string(i) + "]";
    AH_ASSIGN(CborCertificate certificate, read_certificate(where, items[i]));
    out.certificates.push_back(std::move(certificate));
  }
  return out;
}

}  // namespace anchorhold::dice
