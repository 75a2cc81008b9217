#include "broker/merkle.h"

#include <gtest/gtest.h>

#include <charconv>

#include "base/base64.h"
#include "base/hex.h"
#include "codec/json.h"
#include "crypto/hash.h"
#include "testkit/vectors.h"

namespace anchorhold::broker {
namespace {

std::vector<Digest256> leaves(size_t count) {
  std::vector<Digest256> out;
  for (size_t i = 0; i < count; ++i) out.push_back(leaf_hash(bytes_of(std::to_string(i))));
  return out;
}

TEST(Merkle, EmptyTreeAndFirstLeafHaveTheHashesOfRfc6962) {
  EXPECT_EQ(to_hex(Frontier().root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(to_hex(leaf_hash({})),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, EveryProofOfEveryTreeHoldsAndNoOtherRoot) {
  for (size_t size = 1; size <= 20; ++size) {
    const auto all = leaves(size);
    const Digest256 root = root_of(all);
    Digest256 other = root;
    other[0] ^= 1;
    for (size_t index = 0; index < size; ++index) {
      const Proof proof = inclusion_proof(all, index);
      EXPECT_TRUE(verify_inclusion(all[index], index, size, proof, root).ok());
      EXPECT_FALSE(verify_inclusion(all[index], index, size, proof, other).ok());
      EXPECT_FALSE(verify_inclusion(all[index], index + size, size, proof, root).ok());
    }
    for (size_t old = 1; old <= size; ++old) {
      const Proof proof = consistency_proof(all, old);
      const Digest256 old_root = root_of(std::span(all).first(old));
      EXPECT_TRUE(verify_consistency(old, size, old_root, root, proof).ok()) << old << " " << size;
      EXPECT_FALSE(verify_consistency(old, size, old_root, other, proof).ok());
      EXPECT_FALSE(verify_consistency(old, size, other, root, proof).ok());
    }
  }
}

TEST(Merkle, FrontierContinuesWhereItWasStored) {
  Frontier frontier;
  const auto all = leaves(40);
  for (size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(frontier.root(), root_of(std::span(all).first(i)));
    frontier = Frontier::from(frontier.size(), frontier.nodes()).value();
    frontier.append(all[i]);
  }
  EXPECT_FALSE(Frontier::from(3, {all[0]}).ok());
}

// The vectors: JSON with 64-bit numbers beyond what our JSON reader keeps exactly, so those are
// read as text.
struct Vector {
  std::string text;
  json::Value value;

  uint64_t number(std::string_view key) const {
    const size_t at = text.find("\"" + std::string(key) + "\":") + key.size() + 3;
    const size_t digits = text.find_first_not_of(' ', at);
    uint64_t out = 0;
    std::from_chars(text.data() + digits, text.data() + text.size(), out);
    return out;
  }
  bool has_empty_digest = false;  // which the functions cannot even be given
  Digest256 digest_of(const json::Value& item) {
    Digest256 out{};
    const auto bytes =
        from_base64("digest", item.is_null() ? "" : item.as_string(), Base64::standard);
    if (!bytes.ok() || bytes->size() != out.size()) {
      // Of another length: no digest of ours, but equal ones stay equal.
      out = crypto::sha256({bytes_of("wrong length"), *bytes});
      has_empty_digest = has_empty_digest || bytes->empty();
    } else {
      std::copy(bytes->begin(), bytes->end(), out.begin());
    }
    return out;
  }
  Digest256 digest(std::string_view key) { return digest_of(*value.find(key)); }
  Proof proof() {
    Proof out;
    const json::Value& list = *value.find("proof");
    if (list.is_null()) return out;
    for (const json::Value& item : list.as_array()) out.push_back(digest_of(item));
    return out;
  }
};

template <class Check>
void hold(std::string_view kind, size_t at_least, Check check) {
  const auto vectors = testkit::vectors_dir();
  if (!vectors) GTEST_SKIP() << testkit::kNoVectors;
  size_t count = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(*vectors / "merkle" / kind)) {
    if (entry.path().extension() != ".json") continue;
    Vector vector;
    vector.text = testkit::read_text(entry.path());
    vector.value = json::parse("vector", vector.text).value();
    const bool accepted = check(vector).ok() && !vector.has_empty_digest;
    EXPECT_EQ(accepted, !vector.value.find("wantErr")->as_bool()) << entry.path();
    ++count;
  }
  EXPECT_GE(count, at_least);
}

TEST(MerkleVectors, Inclusion) {
  hold("inclusion", 98, [](Vector& v) {
    return verify_inclusion(v.digest("leafHash"), v.number("leafIdx"), v.number("treeSize"),
                            v.proof(), v.digest("root"));
  });
}

TEST(MerkleVectors, Consistency) {
  hold("consistency", 98, [](Vector& v) {
    return verify_consistency(v.number("size1"), v.number("size2"), v.digest("root1"),
                              v.digest("root2"), v.proof());
  });
}

TEST(MerkleVectors, SubtreeInclusion) {
  hold("subtreeinclusion", 204, [](Vector& v) {
    return verify_subtree_inclusion(v.digest("leafHash"), v.number("leafIdx"), v.number("start"),
                                    v.number("end"), v.proof(), v.digest("root"));
  });
}

TEST(MerkleVectors, SubtreeConsistency) {
  hold("subtreeconsistency", 118, [](Vector& v) {
    return verify_subtree_consistency(v.number("start"), v.number("end"), v.number("size"),
                                      v.digest("root1"), v.digest("root2"), v.proof());
  });
}

}  // namespace
}  // namespace anchorhold::broker
