#pragma once
// Inputs: `encrypt --contract C --input NAME`.

#include "base/io.h"
#include "base/time.h"
#include "broker/keystore.h"
#include "contract/sealed.h"

namespace anchorhold::broker {

// EncryptedInput: what the owner may tell others about the file.
struct EncryptedInput {
  Digest256 sha256{};
  uint64_t bytes = 0;
  Digest256 head_sha256{};  // of its age header and payload nonce
};

// encrypt_input: accepts the contract (accept.h), encrypts `plaintext` to a fresh X25519 identity,
// and records it with the ciphertext's digests and length; only such identities are ever released.
// The ciphertext is written first: without the record nobody can read it, and it is made again.
// denied: the input is not this owner's, or the contract names its ciphertext already.
Result<EncryptedInput> encrypt_input(Keystore& keystore, const contract::SealedContract& contract,
                                     std::string_view input, Source& plaintext, Sink& ciphertext,
                                     Random& random, Time now);

}  // namespace anchorhold::broker
