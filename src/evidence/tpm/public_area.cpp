#include "evidence/tpm/public_area.h"

#include "codec/pem.h"
#include "evidence/tpm/algorithms.h"

namespace anchorhold::tpm {
namespace {

using crypto::KeyKind;

constexpr std::string_view area_object = "TPM public area";
constexpr size_t policy_limit = 64;
constexpr uint32_t default_exponent = 65537;

// TPMA_OBJECT, by bit.
constexpr uint32_t bit(unsigned index) {
  return uint32_t{1} << index;
}
constexpr uint32_t known_attributes = bit(1) | bit(2) | bit(4) | bit(5) | bit(6) | bit(7) |
                                      bit(10) | bit(11) | bit(16) | bit(17) | bit(18) | bit(19);

Result<KeyAttributes> read_attributes(Reader& reader) {
  AH_ASSIGN(const uint32_t bits, reader.u32be());
  if ((bits & ~known_attributes) != 0) {
    return reader.error("reserved bits of objectAttributes are set");
  }
  const auto has = [&](unsigned index) { return (bits & bit(index)) != 0; };
  return KeyAttributes{.fixed_tpm = has(1),
                       .fixed_parent = has(4),
                       .sensitive_data_origin = has(5),
                       .restricted = has(16),
                       .decrypt = has(17),
                       .sign = has(18)};
}

// TPMT_SYM_DEF_OBJECT: nothing, or algorithm, key bits and mode.
Status skip_symmetric(Reader& reader) {
  AH_ASSIGN(const uint16_t algorithm, reader.u16be());
  if (algorithm == static_cast<uint16_t>(AlgorithmId::null)) return {};
  AH_TRY(reader.view(4));
  return {};
}

// TPMT_RSA_SCHEME and TPMT_ECC_SCHEME, as far as signing goes.
Result<std::optional<crypto::SignatureScheme>> read_scheme(Reader& reader) {
  using crypto::SignatureKind;
  AH_ASSIGN(const uint16_t algorithm, reader.u16be());
  crypto::SignatureScheme out{};
  switch (static_cast<AlgorithmId>(algorithm)) {
    case AlgorithmId::null:
      return std::optional<crypto::SignatureScheme>{};
    case AlgorithmId::rsassa:
      out.kind = SignatureKind::rsa_pkcs1;
      break;
    case AlgorithmId::rsapss:
      out = {.kind = SignatureKind::rsa_pss, .hash = {}, .salt = crypto::PssSalt::any};
      break;
    case AlgorithmId::ecdsa:
      out.kind = SignatureKind::ecdsa;
      break;
    default:
      return Error{Code::unsupported, std::string(area_object), "not a signing key's scheme"}
          .want("RSASSA, RSAPSS or ECDSA")
          .saw("TPM_ALG_ID " + hex_id(algorithm));
  }
  AH_ASSIGN(out.hash, read_hash(reader, area_object));
  return std::optional(out);
}

Result<crypto::SubjectKey> read_rsa(Reader& reader) {
  AH_ASSIGN(const uint16_t bits, reader.u16be());
  AH_ASSIGN(const uint32_t exponent, reader.u32be());
  AH_ASSIGN(const Bytes modulus, read_sized(reader, rsa_limit));
  if (modulus.size() * 8 != bits || modulus.empty() || modulus.front() < 0x80) {
    return reader.error("modulus has not the size that keyBits states")
        .want(std::to_string(bits) + " bits")
        .saw(std::to_string(modulus.size()) + " bytes");
  }
  const uint32_t value = exponent == 0 ? default_exponent : exponent;
  const ByteArray<4> bytes = {static_cast<uint8_t>(value >> 24), static_cast<uint8_t>(value >> 16),
                              static_cast<uint8_t>(value >> 8), static_cast<uint8_t>(value)};
  return crypto::SubjectKey::from_rsa(area_object, modulus, bytes);
}

Result<KeyKind> read_curve(Reader& reader) {
  AH_ASSIGN(const uint16_t curve, reader.u16be());
  switch (curve) {  // TPM_ECC_CURVE, Part 2 section 6.4
    case 0x0003:
      return KeyKind::p256;
    case 0x0004:
      return KeyKind::p384;
    case 0x0005:
      return KeyKind::p521;
    default:
      return Error{Code::unsupported, std::string(area_object), "unknown curve"}
          .want("NIST P-256, P-384 or P-521")
          .saw("TPM_ECC_CURVE " + hex_id(curve));
  }
}

Result<crypto::SubjectKey> read_ecc(Reader& reader) {
  AH_ASSIGN(const KeyKind curve, read_curve(reader));
  AH_ASSIGN(const uint16_t kdf, reader.u16be());
  if (kdf != static_cast<uint16_t>(AlgorithmId::null)) AH_TRY(read_hash(reader, area_object));
  AH_ASSIGN(const Bytes x, read_sized(reader, coordinate_limit));
  AH_ASSIGN(const Bytes y, read_sized(reader, coordinate_limit));
  const size_t size = crypto::coordinate_size(curve);
  AH_ASSIGN(const Bytes full_x, padded_number(area_object, x, size));
  AH_ASSIGN(const Bytes full_y, padded_number(area_object, y, size));
  return crypto::SubjectKey::from_ec_xy(area_object, curve, full_x, full_y);
}

// A TPM2B_PUBLIC begins with its size, which is never the number of a key type.
Result<ByteView> without_size(ByteView bytes) {
  Reader reader(area_object, bytes);
  AH_ASSIGN(const uint16_t first, reader.u16be());
  if (first != reader.remaining()) return bytes;
  return reader.view(first);
}

Result<crypto::SubjectKey> read_key(Reader& reader, bool rsa) {
  return rsa ? read_rsa(reader) : read_ecc(reader);
}

}  // namespace

Result<PublicArea> parse_public(ByteView bytes) {
  AH_ASSIGN(const ByteView area, without_size(bytes));
  Reader reader(area_object, area);
  AH_ASSIGN(const uint16_t type, reader.u16be());
  const bool rsa = type == static_cast<uint16_t>(AlgorithmId::rsa);
  if (!rsa && type != static_cast<uint16_t>(AlgorithmId::ecc)) {
    return Error{Code::unsupported, std::string(area_object), "not a key of a known type"}
        .want("TPMT_PUBLIC of an RSA or ECC key, or PEM")
        .saw("TPM_ALG_ID " + hex_id(type));
  }
  AH_ASSIGN(const crypto::HashKind name_hash, read_hash(reader, area_object));
  AH_ASSIGN(const KeyAttributes attributes, read_attributes(reader));
  AH_TRY(read_sized(reader, policy_limit));
  AH_TRY(skip_symmetric(reader));
  AH_ASSIGN(const auto scheme, read_scheme(reader));
  AH_ASSIGN(const crypto::SubjectKey key, read_key(reader, rsa));
  AH_TRY(reader.finish());
  Bytes name = {static_cast<uint8_t>(hash_id(name_hash) >> 8),
                static_cast<uint8_t>(hash_id(name_hash))};
  append(name, crypto::hash(name_hash, area));
  return PublicArea{
      .key = key, .attributes = attributes, .scheme = scheme, .name = std::move(name)};
}

Result<AttestationKey> read_attestation_key(ByteView bytes) {
  constexpr std::string_view spki = "attestation key";
  if (text_of(bytes).starts_with("-----BEGIN")) {
    AH_ASSIGN(const Bytes der, pem::decode(spki, "PUBLIC KEY", text_of(bytes)));
    AH_ASSIGN(crypto::SubjectKey key, crypto::SubjectKey::from_spki(spki, der));
    return AttestationKey{.key = key, .area = std::nullopt};
  }
  if (!bytes.empty() && bytes.front() == 0x30) {
    AH_ASSIGN(crypto::SubjectKey key, crypto::SubjectKey::from_spki(spki, bytes));
    return AttestationKey{.key = key, .area = std::nullopt};
  }
  AH_ASSIGN(PublicArea area, parse_public(bytes));
  crypto::SubjectKey key = area.key;
  return AttestationKey{.key = key, .area = std::move(area)};
}

Status check_attestation_key_attributes(const KeyAttributes& attributes) {
  std::string wrong;
  const auto note = [&](bool good, std::string_view text) {
    if (!good) wrong += (wrong.empty() ? "" : ", ") + std::string(text);
  };
  note(attributes.fixed_tpm, "fixedTPM is clear");
  note(attributes.fixed_parent, "fixedParent is clear");
  note(attributes.sensitive_data_origin, "sensitiveDataOrigin is clear");
  note(attributes.restricted, "restricted is clear");
  note(attributes.sign, "sign is clear");
  note(!attributes.decrypt, "decrypt is set");
  if (wrong.empty()) return {};
  return Error{Code::denied, "attestation key", "its attributes do not make it one"}.saw(wrong);
}

}  // namespace anchorhold::tpm
