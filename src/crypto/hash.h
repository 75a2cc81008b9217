#pragma once
// SHA-256 and SHA-384 (FIPS 180-4).

#include <initializer_list>
#include <memory>

#include "base/bytes.h"

struct evp_md_ctx_st;

namespace anchorhold::crypto {

// HashState: the state of one running hash; copying it copies the state in the middle of the
// stream.
class HashState {
 public:
  enum class Kind : uint8_t { sha256, sha384 };
  explicit HashState(Kind kind);
  HashState(const HashState& other);
  HashState& operator=(const HashState& other);
  HashState(HashState&&) noexcept = default;
  HashState& operator=(HashState&&) noexcept = default;
  ~HashState() = default;

  void update(ByteView bytes);
  void finish(MutableBytes digest);

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Sha256, Sha384: hash a stream piece by piece. Copyable in mid-stream, to digest several ends of
// one beginning. finish() ends the object: nothing but destruction or assignment may follow.
class Sha256 {
 public:
  Sha256() : state_(HashState::Kind::sha256) {}
  Sha256& update(ByteView bytes) {
    state_.update(bytes);
    return *this;
  }
  Digest256 finish();

 private:
  HashState state_;
};

class Sha384 {
 public:
  Sha384() : state_(HashState::Kind::sha384) {}
  Sha384& update(ByteView bytes) {
    state_.update(bytes);
    return *this;
  }
  Digest384 finish();

 private:
  HashState state_;
};

Digest256 sha256(ByteView bytes);
Digest384 sha384(ByteView bytes);

// The digest of the parts one after another. Nothing marks where a part ends: the caller's format
// does.
Digest256 sha256(std::initializer_list<ByteView> parts);
Digest384 sha384(std::initializer_list<ByteView> parts);

}  // namespace anchorhold::crypto
