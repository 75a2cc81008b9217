#pragma once
// SHA-1 and SHA-2 (FIPS 180-4). SHA-1 is here to name what old evidence and certificates carry;
// nothing may rely on it against collisions.

#include <initializer_list>
#include <memory>
#include <string_view>

#include "base/bytes.h"

struct evp_md_ctx_st;

namespace anchorhold::crypto {

enum class HashKind : uint8_t { sha1, sha256, sha384, sha512 };

std::string_view hash_name(HashKind kind);  // "sha1", "sha256", "sha384", "sha512"

constexpr size_t hash_size(HashKind kind) {
  constexpr size_t sizes[] = {20, 32, 48, 64};
  return sizes[static_cast<size_t>(kind)];
}

// Hasher: one running hash whose kind is known only when it runs. Copying it copies the state in
// the middle of the stream. finish() ends the object: nothing but destruction or assignment may
// follow.
class Hasher {
 public:
  explicit Hasher(HashKind kind);
  Hasher(const Hasher& other);
  Hasher& operator=(const Hasher& other);
  Hasher(Hasher&&) noexcept = default;
  Hasher& operator=(Hasher&&) noexcept = default;
  ~Hasher() = default;

  Hasher& update(ByteView bytes);
  Bytes finish();
  // The same into memory of exactly the digest's size.
  void finish(MutableBytes digest);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  HashKind kind_;
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Sha256, Sha384: a Hasher of one kind, with a digest of a fixed size.
class Sha256 {
 public:
  Sha256() : hasher_(HashKind::sha256) {}
  Sha256& update(ByteView bytes) {
    hasher_.update(bytes);
    return *this;
  }
  Digest256 finish();

 private:
  Hasher hasher_;
};

class Sha384 {
 public:
  Sha384() : hasher_(HashKind::sha384) {}
  Sha384& update(ByteView bytes) {
    hasher_.update(bytes);
    return *this;
  }
  Digest384 finish();

 private:
  Hasher hasher_;
};

Digest160 sha1(ByteView bytes);
Digest256 sha256(ByteView bytes);
Digest384 sha384(ByteView bytes);
Digest512 sha512(ByteView bytes);
Bytes hash(HashKind kind, ByteView bytes);

// The digest of the parts one after another. Nothing marks where a part ends: the caller's format
// does.
Digest256 sha256(std::initializer_list<ByteView> parts);
Digest384 sha384(std::initializer_list<ByteView> parts);
Bytes hash(HashKind kind, std::initializer_list<ByteView> parts);

}  // namespace anchorhold::crypto
