#include "verifier/cross_binding.h"

#include <algorithm>

#include "crypto/hash.h"

namespace anchorhold::verifier {
namespace {

constexpr size_t least_challenge = 16;

using Digests = std::vector<Bytes>;

Digests digests_of(ByteView bytes) {
  Digests out;
  for (const auto kind :
       {crypto::HashKind::sha256, crypto::HashKind::sha384, crypto::HashKind::sha512})
    out.push_back(crypto::hash(kind, bytes));
  return out;
}

// Challenge: a value that may be the question, and its hashes.
struct Challenge {
  Bytes value;
  Digests hashes;
};

// Node: one piece, with everything about it that is compared.
struct Node {
  std::vector<ByteView> fields;  // report data, user data, nonce
  Digests evidence;
  std::vector<Challenge> challenges;
};

bool contains(ByteView field, ByteView value) {
  return std::search(field.begin(), field.end(), value.begin(), value.end()) != field.end();
}

bool contains_any(const Node& node, const Digests& digests) {
  return std::ranges::any_of(node.fields, [&](ByteView field) {
    return std::ranges::any_of(digests,
                               [&](const Bytes& digest) { return contains(field, digest); });
  });
}

bool carries(const Node& node, const Challenge& challenge) {
  const ByteView value = challenge.value;
  return std::ranges::any_of(node.fields,
                             [&](ByteView field) {
                               return field.size() >= value.size() &&
                                      std::ranges::equal(field.first(value.size()), value);
                             }) ||
         contains_any(node, challenge.hashes);
}

void add_challenge(ByteView value, Node& node) {
  const bool empty = std::ranges::all_of(value, [](uint8_t byte) { return byte == 0; });
  if (value.size() >= least_challenge && !empty)
    node.challenges.push_back({copy_of(value), digests_of(value)});
}

// Report data as it stands, and without the zeros that fill it up.
void add_report_data(ByteView data, Node& node) {
  add_challenge(data, node);
  size_t size = data.size();
  while (size > 0 && data[size - 1] == 0) --size;
  if (size < data.size()) add_challenge(data.first(size), node);
}

Node node_of(const Piece& piece) {
  Node node{.fields = {}, .evidence = digests_of(piece.evidence), .challenges = {}};
  const Claims& said = *piece.said;
  for (const auto* field : {&said.report_data, &said.user_data, &said.nonce})
    if (*field) node.fields.emplace_back(**field);
  if (said.nonce) add_challenge(*said.nonce, node);
  if (said.report_data) add_report_data(*said.report_data, node);
  return node;
}

bool vouches(const Node& a, const Node& b) {
  return contains_any(a, b.evidence);
}

bool answers_with(const Node& a, const Node& b) {
  return std::ranges::any_of(a.challenges, [&](const Challenge& c) { return carries(b, c); });
}

// How `other` is bound to `known`: by a digest that vouches for it, or else by what only shows that
// both answered one question; empty when it is not.
std::string bond(std::span<const Piece> pieces, std::span<const Node> nodes, size_t known,
                 size_t other, bool digest) {
  const std::string& name = pieces[known].label;
  if (digest) return vouches(nodes[known], nodes[other]) ? name + " holds its digest" : "";
  if (vouches(nodes[other], nodes[known]))
    return "it holds the digest of " + name + ", as a challenge";
  const bool shared =
      answers_with(nodes[known], nodes[other]) || answers_with(nodes[other], nodes[known]);
  return shared ? "it answers the same challenge as " + name : "";
}

// reach: binds what can be bound to what is bound already, by one kind of bond. Returns whether
// anything was.
bool reach(std::span<const Piece> pieces, std::span<const Node> nodes, bool digest,
           CrossBinding& out) {
  bool any = false;
  for (size_t known = 0; known < pieces.size(); ++known) {
    if (!out.bonds[known]) continue;
    for (size_t other = 0; other < pieces.size(); ++other) {
      if (out.bonds[other]) continue;
      std::string how = bond(pieces, nodes, known, other, digest);
      if (how.empty()) continue;
      out.bonds[other] = std::move(how);
      any = true;
    }
  }
  return any;
}

std::optional<Bytes> common_nonce(std::span<const Piece> pieces, std::span<const Node> nodes) {
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i].said->nonce) continue;
    for (const Challenge& challenge : nodes[i].challenges) {
      if (challenge.value != *pieces[i].said->nonce) continue;
      if (std::ranges::all_of(nodes, [&](const Node& node) { return carries(node, challenge); }))
        return challenge.value;
    }
  }
  return std::nullopt;
}

}  // namespace

bool CrossBinding::complete() const {
  return std::ranges::all_of(bonds, [](const auto& how) { return how.has_value(); });
}

CrossBinding cross_bind(std::span<const Piece> pieces) {
  CrossBinding out;
  if (pieces.empty()) return out;
  std::vector<Node> nodes;
  for (const Piece& piece : pieces) nodes.push_back(node_of(piece));
  out.bonds.resize(pieces.size());
  out.bonds.front() = "the others are bound to it";
  while (reach(pieces, nodes, true, out)) {
  }
  out.by_digest = out.complete();
  while (reach(pieces, nodes, false, out) || reach(pieces, nodes, true, out)) {
  }
  out.challenge = common_nonce(pieces, nodes);
  return out;
}

}  // namespace anchorhold::verifier
