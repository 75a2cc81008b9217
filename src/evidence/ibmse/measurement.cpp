#include "evidence/ibmse/measurement.h"

#include "base/secret.h"
#include "base/writer.h"
#include "crypto/mac.h"

namespace anchorhold::ibmse {
namespace {

constexpr size_t key_size = 64;
constexpr size_t nonce_size = 16;
constexpr size_t max_user_data = 256;
constexpr size_t max_additional_data = size_t{32} << 10;

Error wrong_size(std::string_view what, std::string expected, size_t seen) {
  return Error{Code::invalid_argument, std::string(what), "wrong size"}
      .want(std::move(expected))
      .saw(std::to_string(seen) + " bytes");
}

}  // namespace

Result<Digest512> attestation_measurement(ByteView key, const MeasuredGuest& guest) {
  if (key.size() != key_size) return wrong_size("attestation key", "64 bytes", key.size());
  if (!guest.nonce.empty() && guest.nonce.size() != nonce_size) {
    return wrong_size("nonce", "16 bytes or none", guest.nonce.size());
  }
  if (guest.user_data.size() > max_user_data) {
    return wrong_size("user data", "at most 256 bytes", guest.user_data.size());
  }
  if (guest.additional_data.size() > max_additional_data) {
    return wrong_size("additional data", "at most 32 KiB", guest.additional_data.size());
  }
  Writer sizes;
  sizes.u16be(static_cast<uint16_t>(guest.user_data.size()))
      .u16be(0)
      .u32be(static_cast<uint32_t>(guest.additional_data.size()));
  return crypto::hmac_sha512(
      key,
      {guest.page_list_digest, guest.address_list_digest, guest.tweak_list_digest, guest.header_tag,
       guest.config_uid, sizes.view(), guest.user_data, guest.nonce, guest.additional_data});
}

bool measurement_holds(ByteView key, const MeasuredGuest& guest, ByteView measurement) {
  const auto expected = attestation_measurement(key, guest);
  return expected.ok() && ct_equal(*expected, measurement);
}

}  // namespace anchorhold::ibmse
