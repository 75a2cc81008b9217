#include "agent/fixed_file.h"

#include <algorithm>

#include "crypto/hash.h"

namespace anchorhold::agent {

namespace {

constexpr size_t kBlockBytes = 64U << 10;
constexpr size_t kBlocksAtOnce = 16;

template <class Visit>
void for_each_block(ByteView bytes, const Visit& visit) {
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(bytes.size(), kBlockBytes)))
    visit(bytes.first(std::min(bytes.size(), kBlockBytes)));
}

}  // namespace

Result<std::unique_ptr<FixedFile>> FixedFile::read_through(std::unique_ptr<RandomAccess> file) {
  std::unique_ptr<FixedFile> fixed(new FixedFile(std::move(file)));
  AccessSource front(*fixed->file_);
  Bytes buffer(kBlocksAtOnce * kBlockBytes);
  crypto::Sha256 whole;
  for (;;) {
    AH_ASSIGN(const size_t count, read_full(front, buffer));
    if (count == 0) break;
    const ByteView read = ByteView(buffer).first(count);
    whole.update(read);
    for_each_block(read, [&](ByteView block) { fixed->blocks_.push_back(crypto::sha256(block)); });
  }
  fixed->sha256_ = whole.finish();
  return fixed;
}

Result<size_t> FixedFile::read_at(uint64_t offset, MutableBytes out) {
  const uint64_t left = size() - std::min(size(), offset);
  const size_t wanted = static_cast<size_t>(std::min<uint64_t>(out.size(), left));
  if (wanted == 0) return size_t{0};
  size_t block = static_cast<size_t>(offset / kBlockBytes);
  const size_t skipped = static_cast<size_t>(offset % kBlockBytes);
  const size_t touched = (skipped + wanted + kBlockBytes - 1) / kBlockBytes;
  Bytes cover(touched * kBlockBytes);
  AH_ASSIGN(const size_t count, file_->read_at(offset - skipped, cover));
  bool same = count >= skipped + wanted && block + touched <= blocks_.size();
  for_each_block(ByteView(cover).first(count),
                 [&](ByteView read) { same = same && crypto::sha256(read) == blocks_[block++]; });
  if (!same) return Error{Code::denied, "ciphertext", "changed since it was digested"};
  std::copy_n(cover.begin() + static_cast<std::ptrdiff_t>(skipped), wanted, out.begin());
  return wanted;
}

}  // namespace anchorhold::agent
