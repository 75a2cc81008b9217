#pragma once
// Bonds between the pieces of composite evidence.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "claims/claims.h"

namespace anchorhold::verifier {

// Piece: one piece of evidence and what it says.
struct Piece {
  std::string label;
  ByteView evidence;
  const Claims* said;  // not null
};

// CrossBinding: what holds the pieces together. `bonds` has an entry for each piece: in words how
// it is bound to the first one, directly or through others; absent when nothing binds it. The first
// piece's own entry is always there.
struct CrossBinding {
  std::vector<std::optional<std::string>> bonds;
  bool by_digest = false;               // the first piece vouches for all others
  std::optional<Bytes> challenge = {};  // a nonce that every piece carries

  bool complete() const;
};

// cross_bind: two pieces are bound when the report data, user data or nonce of one contains the
// SHA-256, SHA-384 or SHA-512 of the other's bytes, or when both carry one challenge: the nonce or
// report data of one, of at least 16 bytes and not all zero, stands at the beginning of a field of
// the other or is hashed in it. Bonds are transitive. Only a digest that a piece which is bound
// already holds of another one vouches for that one. The other way round anybody can ask a TPM or a
// device of his own with the digest of somebody's quote as its nonce: such a digest says no more
// than a challenge, that both answered one question. Source: docs/formats.md, Composite evidence.
CrossBinding cross_bind(std::span<const Piece> pieces);

}  // namespace anchorhold::verifier
