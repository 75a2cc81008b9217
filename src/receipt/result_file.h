#pragma once
// The plaintext of a result: a head that says what it is, the content, and padding that hides its
// length.

#include <set>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace anchorhold::receipt {

// ResultHead: what the enclave states about the content. The plaintext digest is here and nowhere
// else: a public one would let anybody test guesses of the content.
struct ResultHead {
  std::string output;
  std::string run;
  Digest384 contract{};
  Digest256 sha256{};  // of the content
  uint64_t bytes = 0;  // of the content
};

// The magic line that a result begins with, so that `decrypt` can tell one from any other age file.
inline constexpr std::string_view kResultMagic = "anchorhold result v1\n";

// pack_result: magic line, the head as one line of canonical JSON, the content, then zero bytes, so
// that the whole is as long as for a content of the smallest of `buckets` or `max_bytes` that holds
// it. limit_exceeded above max_bytes.
Result<SecretBytes> pack_result(const ResultHead& head, ByteView content,
                                const std::set<int64_t>& buckets, int64_t max_bytes);

struct UnpackedResult {
  ResultHead head;
  ByteView content;  // into the bytes that were given
};

// unpack_result: the head and the content, the digest checked, the padding all zero. Who made it is
// not proven here: hold the ciphertext against a verified receipt.
Result<UnpackedResult> unpack_result(std::string_view object, ByteView plaintext);

}  // namespace anchorhold::receipt
