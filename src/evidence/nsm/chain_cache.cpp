#include "evidence/nsm/chain_cache.h"

namespace anchorhold::nsm {
namespace {

Time expiry(const std::variant<crypto::Issuer, ProvenLeaf>& entry) {
  if (const auto* leaf = std::get_if<ProvenLeaf>(&entry)) return leaf->not_after;
  return std::get<crypto::Issuer>(entry).not_after();
}

}  // namespace

void ChainCache::insert(const Digest256& chain, Entry entry, Time now) {
  if (capacity_ == 0) return;
  if (entries_.size() >= capacity_) {
    std::erase_if(entries_, [now](const auto& item) { return expiry(item.second) < now; });
  }
  if (entries_.size() >= capacity_) entries_.clear();
  entries_.insert_or_assign(chain, std::move(entry));
}

}  // namespace anchorhold::nsm
