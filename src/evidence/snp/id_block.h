#pragma once
// The ID block: what a guest's owner signs about the guest that he wants launched, and the
// authentication that carries the signatures. The firmware checks both at launch and puts the
// digests of the keys into every report. Source: AMD 56860, SNP_LAUNCH_FINISH.

#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/verified.h"
#include "claims/verification.h"

namespace anchorhold::snp {

inline constexpr size_t id_block_size = 96;
inline constexpr size_t id_auth_size = 4096;

// IdBlock: the guest that is meant.
struct IdBlock {
  Digest384 launch_digest{};
  ByteArray<16> family_id{};
  ByteArray<16> image_id{};
  uint32_t version = 0;
  uint32_t guest_svn = 0;
  uint64_t policy = 0;
};

Result<Unverified<IdBlock>> parse_id_block(ByteView bytes);

// SignedKey: a key as its structure of 1028 bytes holds it, and the signature beside it.
struct SignedKey {
  ByteArray<97> point{};      // 04 || x || y
  ByteArray<96> signature{};  // r || s, big endian
  Digest384 key_digest{};     // SHA-384 of the key's structure, as reports have it
};

// IdAuth: the ID key with its signature over the ID block, and the author key, unless it is all
// zero, with its signature over the ID key's structure.
struct IdAuth {
  SignedKey id;
  std::optional<SignedKey> author;
  Bytes id_key;  // the ID key's structure
};

Result<Unverified<IdAuth>> parse_id_auth(ByteView bytes);

// verify_id_block: proves that the ID key signed the block, and the author key, if there is one,
// the ID key. Who owns these keys is the caller's to know, by their digests: claims.signers has
// id_key_digest and author_key_digest, claims.measurements the launch digest as `measurement`. It
// is never called rooted in hardware: no processor is involved. Checks: id_block_check_table().
Verification verify_id_block(ByteView id_block, ByteView id_auth);

}  // namespace anchorhold::snp
