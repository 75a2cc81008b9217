#include "broker/merkle.h"

#include <bit>

#include "crypto/hash.h"

namespace anchorhold::broker {
namespace {

Error refused(std::string_view what, std::string message) {
  return Error{Code::denied, std::string(what), std::move(message)};
}

// The largest power of two below `count`: where RFC 6962 splits a tree.
uint64_t split_of(uint64_t count) {
  return std::bit_floor(count - 1);
}

void add_subproof(Proof& proof, std::span<const Digest256> leaves, uint64_t old_size, bool whole) {
  if (old_size == leaves.size()) {
    if (!whole) proof.push_back(root_of(leaves));
    return;
  }
  const uint64_t split = split_of(leaves.size());
  if (old_size <= split) {
    add_subproof(proof, leaves.first(split), old_size, whole);
    proof.push_back(root_of(leaves.subspan(split)));
  } else {
    add_subproof(proof, leaves.subspan(split), old_size - split, false);
    proof.push_back(root_of(leaves.first(split)));
  }
}

bool is_subtree(uint64_t start, uint64_t end) {
  if (start > end) return false;
  const uint64_t width = end - start;
  if (width == 0) return true;
  // bit_ceil would be undefined above 2^63; the only start that such a width divides is zero.
  return width > (uint64_t{1} << 63) ? start == 0 : start % std::bit_ceil(width) == 0;
}

}  // namespace

Digest256 leaf_hash(ByteView leaf) {
  constexpr uint8_t domain[] = {0x00};
  return crypto::sha256({domain, leaf});
}

Digest256 node_hash(const Digest256& left, const Digest256& right) {
  constexpr uint8_t domain[] = {0x01};
  return crypto::sha256({domain, left, right});
}

Result<Frontier> Frontier::from(uint64_t size, std::vector<Digest256> nodes) {
  if (static_cast<size_t>(std::popcount(size)) != nodes.size()) {
    return Error{Code::malformed, "Merkle frontier", "has not one node for each complete subtree"}
        .want(std::to_string(std::popcount(size)))
        .saw(std::to_string(nodes.size()));
  }
  Frontier frontier;
  frontier.size_ = size;
  frontier.nodes_ = std::move(nodes);
  return frontier;
}

void Frontier::append(const Digest256& leaf) {
  Digest256 node = leaf;
  for (uint64_t full = size_; full & 1; full >>= 1) {
    node = node_hash(nodes_.back(), node);
    nodes_.pop_back();
  }
  nodes_.push_back(node);
  ++size_;
}

Digest256 Frontier::root() const {
  if (nodes_.empty()) return crypto::sha256(ByteView());
  Digest256 root = nodes_.back();
  for (size_t i = nodes_.size() - 1; i-- > 0;) root = node_hash(nodes_[i], root);
  return root;
}

Digest256 root_of(std::span<const Digest256> leaves) {
  Frontier frontier;
  for (const Digest256& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

Proof inclusion_proof(std::span<const Digest256> leaves, uint64_t index) {
  if (leaves.size() <= 1) return {};
  const uint64_t split = split_of(leaves.size());
  const bool left = index < split;
  Proof proof = left ? inclusion_proof(leaves.first(split), index)
                     : inclusion_proof(leaves.subspan(split), index - split);
  proof.push_back(root_of(left ? leaves.subspan(split) : leaves.first(split)));
  return proof;
}

Proof consistency_proof(std::span<const Digest256> leaves, uint64_t old_size) {
  Proof proof;
  add_subproof(proof, leaves, old_size, true);
  return proof;
}

Status verify_inclusion(const Digest256& leaf, uint64_t index, uint64_t size, const Proof& proof,
                        const Digest256& root) {
  constexpr std::string_view what = "Merkle inclusion proof";
  if (index >= size) return refused(what, "the index is outside the tree");
  Digest256 node = leaf;
  uint64_t last = size - 1;  // of the present level, as `index` is
  for (const Digest256& sibling : proof) {
    if (last == 0) return refused(what, "is too long");
    if ((index & 1) != 0 || index == last) {
      node = node_hash(sibling, node);
      while ((index & 1) == 0 && index != 0) {  // the right border has levels without a sibling
        index >>= 1;
        last >>= 1;
      }
    } else {
      node = node_hash(node, sibling);
    }
    index >>= 1;
    last >>= 1;
  }
  if (last != 0) return refused(what, "is too short");
  if (node != root) return refused(what, "does not lead to the root");
  return {};
}

Status verify_consistency(uint64_t old_size, uint64_t size, const Digest256& old_root,
                          const Digest256& root, const Proof& proof) {
  if (old_size == 0) return refused("Merkle consistency proof", "an empty tree proves nothing");
  return verify_subtree_consistency(0, old_size, size, old_root, root, proof);
}

Status verify_subtree_inclusion(const Digest256& leaf, uint64_t index, uint64_t start, uint64_t end,
                                const Proof& proof, const Digest256& subtree_root) {
  if (!is_subtree(start, end) || index < start) {
    return refused("Merkle inclusion proof", "the subtree or the index is not valid");
  }
  return verify_inclusion(leaf, index - start, end - start, proof, subtree_root);
}

Status verify_subtree_consistency(uint64_t start, uint64_t end, uint64_t size,
                                  const Digest256& subtree_root, const Digest256& root,
                                  const Proof& proof) {
  constexpr std::string_view what = "Merkle consistency proof";
  if (!is_subtree(start, end) || end > size) return refused(what, "not a subtree of the tree");
  if (start == end) {
    if (!proof.empty()) return refused(what, "is too long");
    if (subtree_root != Frontier().root()) return refused(what, "not the root of an empty tree");
    return {};
  }
  // Per level: the subtree's first and last node and the tree's last node.
  uint64_t first = start, last = end - 1, tree_last = size - 1;
  const auto up = [&] {
    first >>= 1;
    last >>= 1;
    tree_last >>= 1;
  };
  // Up to where the proof begins: the subtree's root itself, or its last complete part.
  const bool to_the_end = last == tree_last;
  while (first != last && (to_the_end || (last & 1) != 0)) up();

  size_t used = 0;
  Digest256 old_node = subtree_root, node = subtree_root;
  if (first != last) {
    if (proof.empty()) return refused(what, "is too short");
    old_node = node = proof[0];
    used = 1;
  }
  for (; used < proof.size(); ++used) {
    if (tree_last == 0) return refused(what, "is too long");
    if ((last & 1) != 0 || last == tree_last) {
      if (first < last) old_node = node_hash(proof[used], old_node);
      node = node_hash(proof[used], node);
      while ((last & 1) == 0 && last != 0) up();
    } else {
      node = node_hash(node, proof[used]);
    }
    up();
  }
  if (tree_last != 0) return refused(what, "is too short");
  if (old_node != subtree_root) return refused(what, "does not lead to the old root");
  if (node != root) return refused(what, "does not lead to the root");
  return {};
}

}  // namespace anchorhold::broker
