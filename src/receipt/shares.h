#pragma once
// Shares of an output's key, one for each approver, so that `threshold` of them together give it
// back (Shamir's scheme over GF(2^8), by libgfshare).

#include <map>
#include <string>

#include "base/io.h"
#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::receipt {

// Number 1 to 255 of a share, and the share itself.
using Shares = std::map<uint8_t, SecretBytes>;

// split: `count` shares of `secret`; fewer than `threshold` of them say nothing about it. 1 <=
// threshold <= count <= 255.
Result<Shares> split(ByteView secret, uint8_t threshold, uint8_t count, Random& random);

// combine: the secret from at least the threshold of its shares. Too few or false shares give other
// bytes, not an error: the caller holds the result against what it opens.
Result<SecretBytes> combine(const Shares& shares);

// share_commitment: SHA-256("anchorhold share v1" || number || share). A share is as long as the
// key it hides, so the commitment tells nothing about it.
Digest256 share_commitment(uint8_t number, ByteView share);

}  // namespace anchorhold::receipt
