#pragma once
// The attestation measurement of the Ultravisor: an HMAC over what a Secure Execution guest was
// started from, under a key that the relying party gave it.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::ibmse {

// MeasuredGuest: what the measurement covers. The first four describe the image, from its Secure
// Execution header; the rest is of this attestation.
struct MeasuredGuest {
  ByteArray<64> page_list_digest{};     // contents of the image's pages
  ByteArray<64> address_list_digest{};  // where they were loaded
  ByteArray<64> tweak_list_digest{};    // how they were encrypted
  ByteArray<16> header_tag{};           // of the Secure Execution header
  ByteArray<16> config_uid{};           // of this guest instance
  Bytes user_data;                      // at most 256 bytes
  Bytes nonce;                          // 16 bytes, or none
  Bytes additional_data;
};

// attestation_measurement: HMAC-SHA512 with `key` (64 bytes), which only the relying party and the
// Ultravisor know. User data, nonces and keys of other sizes are invalid_argument.
// Source: s390-tools, libpv, attestation measurement.
Result<Digest512> attestation_measurement(ByteView key, const MeasuredGuest& guest);

// measurement_holds: whether the Ultravisor's `measurement` is the one of this guest. It proves
// that a machine whose host key the attestation key was sealed to started exactly this image. The
// caller must have verified the host key document and chosen key and nonce anew.
bool measurement_holds(ByteView key, const MeasuredGuest& guest, ByteView measurement);

}  // namespace anchorhold::ibmse
