#include <algorithm>

#include "base/base64.h"
#include "crypto/backend/parsed_key.h"
#include "crypto/key_form.h"

namespace anchorhold::crypto {
namespace {

Error bad_key(std::string_view object, std::string_view name, std::string_view why) {
  return Error{Code::malformed, std::string(object),
               "not a valid " + std::string(name) + " key: " + std::string(why)};
}

// Points of small order, by their y-coordinate (the sign bit cleared): a signature under such a key
// can be made to verify for any message. The fourth and fifth have order 8.
constexpr ByteArray<32> small_order[] = {
    {0x00},
    {0x01},
    {0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
     0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f},
    {0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4,
     0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6,
     0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05},
    {0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b,
     0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39,
     0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a},
};

// Whether y, little endian without the sign bit, is below p = 2^255 - 19.
bool is_canonical(const ByteArray<32>& y) {
  if (y[31] != 0x7f) return true;
  const bool all_ones =
      std::all_of(y.begin() + 1, y.end() - 1, [](uint8_t octet) { return octet == 0xff; });
  return !all_ones || y[0] < 0xed;
}

Status check_ed25519(std::string_view object, ByteView raw) {
  ByteArray<32> y;
  std::copy(raw.begin(), raw.end(), y.begin());
  y[31] &= 0x7f;
  if (!is_canonical(y)) return bad_key(object, "ed25519", "its encoding is not canonical");
  if (std::find(std::begin(small_order), std::end(small_order), y) != std::end(small_order)) {
    return bad_key(object, "ed25519", "a point of small order");
  }
  return {};
}

}  // namespace

openssl::Key openssl_ec_key(const char* group, ByteView raw) {
  openssl::KeyContext context(
      openssl::made(EVP_PKEY_CTX_new_from_name(openssl::library(), "EC", nullptr)));
  OSSL_PARAM parameters[] = {openssl::text(OSSL_PKEY_PARAM_GROUP_NAME, group),
                             openssl::octets(OSSL_PKEY_PARAM_PUB_KEY, raw),
                             OSSL_PARAM_construct_end()};
  EVP_PKEY* key = nullptr;
  openssl::must(EVP_PKEY_fromdata_init(context.get()) == 1);
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) return nullptr;
  return openssl::Key(key);
}

Result<PublicKey> PublicKey::from_raw(std::string_view object, Algorithm algorithm, ByteView raw) {
  const KeyForm& form = form_of(algorithm);
  if (raw.size() != form.raw_size) {
    return bad_key(object, form.name, "wrong length")
        .want(std::to_string(form.raw_size) + " bytes")
        .saw(std::to_string(raw.size()));
  }
  Parsed parsed{algorithm, copy_of(raw), nullptr, std::nullopt};
  switch (algorithm) {
    case Algorithm::ed25519:
      AH_TRY(check_ed25519(object, raw));
      parsed.openssl_key.reset(openssl::made(EVP_PKEY_new_raw_public_key_ex(
          openssl::library(), "ED25519", nullptr, raw.data(), raw.size())));
      break;
    case Algorithm::es256:
      if (raw.front() == 0x04) parsed.openssl_key = openssl_ec_key("P-256", raw);
      break;
    case Algorithm::es384:
      parsed.point = EcPoint::from_raw(Curve::p384, raw);
      break;
  }
  if (!parsed.openssl_key && !parsed.point) {
    return bad_key(object, form.name, "not an uncompressed point on its curve");
  }
  return PublicKey(std::make_shared<const Parsed>(std::move(parsed)));
}

Result<PublicKey> PublicKey::from_spki(std::string_view object, ByteView der) {
  AH_ASSIGN(const Spki spki, parse_spki(object, der));
  return from_raw(object, spki.algorithm, spki.raw);
}

Result<PublicKey> PublicKey::from_text(std::string_view object, std::string_view text) {
  const size_t colon = text.find(':');
  for (const KeyForm& form : key_forms) {
    if (text.substr(0, colon) != form.name || colon == std::string_view::npos) continue;
    AH_ASSIGN(const Bytes raw, from_base64(object, text.substr(colon + 1), Base64::url));
    return from_raw(object, form.algorithm, raw);
  }
  return Error{Code::malformed, std::string(object), "not a public key in text form"}.want(
      "ed25519:, es256: or es384: and the key in base64url");
}

Algorithm PublicKey::algorithm() const {
  return parsed_->algorithm;
}
ByteView PublicKey::raw() const {
  return parsed_->raw;
}
Bytes PublicKey::spki() const {
  return encode_spki(parsed_->algorithm, parsed_->raw);
}

std::string PublicKey::to_text() const {
  return std::string(form_of(parsed_->algorithm).name) + ":" + to_base64(parsed_->raw, Base64::url);
}

bool operator==(const PublicKey& a, const PublicKey& b) {
  return a.parsed_->algorithm == b.parsed_->algorithm && a.parsed_->raw == b.parsed_->raw;
}

}  // namespace anchorhold::crypto
