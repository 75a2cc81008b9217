#pragma once
// A release: the owner's signed answer that hands one input's key to one attested enclave. The
// statement is public and goes into the receipt; the identity travels beside it, inside the JWE
// only, and is bound to it by a salted commitment.

#include "base/secret.h"
#include "contract/contract.h"

namespace anchorhold::contract {

inline constexpr std::string_view kReleaseType = "release";

struct Release {
  std::string owner;  // the party; kid of the signature
  Digest384 contract{};
  std::string input;
  Digest256 tee_key{};  // RFC 7638 thumbprint of tee-pubkey
  std::string nonce;    // the challenge as the broker sent it
  Digest256 ciphertext_sha256{};
  uint64_t ciphertext_bytes = 0;
  Digest256 head_sha256{};    // of the ciphertext's age header and payload nonce
  uint64_t budget_index = 0;  // which run of the budget this is, from 1
  std::string checkpoint;     // the log's signed checkpoint that includes the release
  uint64_t leaf_index = 0;
  Digest256 identity_salt{};
  Digest256
      identity_commitment{};  // SHA-256("anchorhold release identity v1" || salt || identity text)
};

// make_release: fills salt and commitment for `identity` ("AGE-SECRET-KEY-1…") and signs. `key` is
// the one that release_key_of names. Returns the JWS.
Result<std::string> make_release(Release release, ByteView identity, const crypto::PrivateKey& key,
                                 Random& random);

// release_resource: the resource as it goes into the JWE: the statement as a comment, then the
// identity, so that the whole is a valid age identity file. split_release_resource takes exactly
// that.
SecretBytes release_resource(std::string_view statement, ByteView identity);
struct ReleaseResource {
  std::string statement;
  SecretBytes identity;
};
Result<ReleaseResource> split_release_resource(ByteView resource);

// verify_release_statement: signature (kid must be a party that owns the input, under the key that
// the contract names), strict content, contract digest. What a receipt's reader can check.
Result<Release> verify_release_statement(const Contract& contract, const Digest384& digest,
                                         std::string_view statement);

// ReleaseRequest: what the agent asked for.
struct ReleaseRequest {
  Digest384 contract{};
  std::string input;
  Digest256 tee_key{};
  std::string nonce;
};

// verify_release: everything that the agent must check before it uses `identity`: the statement as
// above, that it answers this request and no other, the commitment to this identity, the
// ciphertext's digest where the contract names one, and an index within the budget. The caller then
// holds the ciphertext against length and digest; or, to read it in any order, against length and
// the head's digest before it uses the key, and verifies every chunk.
Result<Release> verify_release(const Contract& contract, const ReleaseRequest& request,
                               const ReleaseResource& resource);

}  // namespace anchorhold::contract
