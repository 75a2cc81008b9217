#pragma once
// ChainCache: remembers proven certificates, so that evidence of the same enclave, host or zone
// costs fewer signature checks the next time.

#include <cstddef>
#include <map>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/time.h"
#include "crypto/x509_path.h"

namespace anchorhold::nsm {

// ProvenLeaf: a leaf that was proven to descend from the root of its chain.
struct ProvenLeaf {
  crypto::PublicKey key;
  std::string common_name;
  std::string issuer_common_name;
  // The span in which the leaf and all certificates above it are valid.
  Time not_before;
  Time not_after;
};

// ChainCache is a value that its caller owns; use it from one thread at a time. The key is a
// SHA-256 over the chain from the root down to the certificate, so an entry answers only for the
// very same bytes under the very same root. Entries carry the span of their validity, and whoever
// looks one up judges it against his own time: a remembered certificate does not outlive its
// expiry.
class ChainCache {
 public:
  explicit ChainCache(size_t capacity = 1024) : capacity_(capacity) {}

  // The entry of a chain, or null. It lives until the next remember().
  const crypto::Issuer* issuer(const Digest256& chain) const { return find<crypto::Issuer>(chain); }
  const ProvenLeaf* leaf(const Digest256& chain) const { return find<ProvenLeaf>(chain); }

  // remember: when the cache is full, entries that have expired at `now` go first, then all.
  void remember(const Digest256& chain, crypto::Issuer issuer, Time now) {
    insert(chain, std::move(issuer), now);
  }
  void remember(const Digest256& chain, ProvenLeaf leaf, Time now) {
    insert(chain, std::move(leaf), now);
  }

  size_t size() const { return entries_.size(); }

 private:
  using Entry = std::variant<crypto::Issuer, ProvenLeaf>;

  template <class T>
  const T* find(const Digest256& chain) const {
    const auto found = entries_.find(chain);
    return found == entries_.end() ? nullptr : std::get_if<T>(&found->second);
  }
  void insert(const Digest256& chain, Entry entry, Time now);

  size_t capacity_;
  std::map<Digest256, Entry> entries_;
};

}  // namespace anchorhold::nsm
