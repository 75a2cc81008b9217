#pragma once
// The Merkle tree of RFC 6962 section 2 (RFC 9162 section 2.1) over SHA-256: roots, and proofs of
// inclusion and consistency, for whole trees and for subtrees [start, end)
// (draft-ietf-plants-merkle-tree-certs section 4).

#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::broker {

// leaf_hash: SHA-256(0x00 ‖ leaf). node_hash: SHA-256(0x01 ‖ left ‖ right).
Digest256 leaf_hash(ByteView leaf);
Digest256 node_hash(const Digest256& left, const Digest256& right);

// Frontier: the roots of the complete subtrees of a tree, largest first: all that appending and the
// root need.
class Frontier {
 public:
  Frontier() = default;
  // from: refuses a count of nodes that a tree of `size` leaves cannot have.
  static Result<Frontier> from(uint64_t size, std::vector<Digest256> nodes);

  void append(const Digest256& leaf);
  uint64_t size() const { return size_; }
  // root: of the empty tree it is SHA-256 of nothing.
  Digest256 root() const;
  const std::vector<Digest256>& nodes() const { return nodes_; }

 private:
  uint64_t size_ = 0;
  std::vector<Digest256> nodes_;
};

using Proof = std::vector<Digest256>;

// root_of: the root over leaf hashes.
Digest256 root_of(std::span<const Digest256> leaves);
// inclusion_proof: for leaf `index` < leaves.size(); consistency_proof: from the first `old_size`
// leaves to all, 0 < old_size <= leaves.size().
Proof inclusion_proof(std::span<const Digest256> leaves, uint64_t index);
Proof consistency_proof(std::span<const Digest256> leaves, uint64_t old_size);

// verify_inclusion: proves that `leaf` is number `index` of the tree of `size` leaves with this
// root.
Status verify_inclusion(const Digest256& leaf, uint64_t index, uint64_t size, const Proof& proof,
                        const Digest256& root);

// verify_consistency: proves that the tree of `old_size` leaves is the beginning of the tree of
// `size` leaves. The empty tree is refused as the old one: it proves nothing.
Status verify_consistency(uint64_t old_size, uint64_t size, const Digest256& old_root,
                          const Digest256& root, const Proof& proof);

// The same for the subtree [start, end): start is a multiple of the smallest power of two that
// holds it.
Status verify_subtree_inclusion(const Digest256& leaf, uint64_t index, uint64_t start, uint64_t end,
                                const Proof& proof, const Digest256& subtree_root);
// verify_subtree_consistency: an empty subtree is part of every tree; its root must be that of the
// empty tree.
Status verify_subtree_consistency(uint64_t start, uint64_t end, uint64_t size,
                                  const Digest256& subtree_root, const Digest256& root,
                                  const Proof& proof);

}  // namespace anchorhold::broker
