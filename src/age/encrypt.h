#pragma once
// Encrypting to age v1 files (age-encryption.org/v1), streaming, in memory that does not grow with
// the file.

#include <span>

#include "age/recipient.h"
#include "base/block_source.h"

namespace anchorhold::age {

struct EncryptOptions {
  bool armor = false;  // ASCII armor around the file
  unsigned scrypt_log2n =
      18;  // work factor of encrypt_passphrase: 2^18 takes 256 MiB and about a second
};

// encrypt: the whole of `plain` as one age file that each of `recipients` opens alone. The file
// hides the recipients, proves nothing about its author, and shows the length of the plaintext. No
// recipient is invalid_argument. When it fails, what reached the sink is not a complete file and
// nobody can take it for one. Returns the SHA-256 of the file's head: header and payload nonce, all
// before the first chunk (and inside the armor).
Result<Digest256> encrypt(Source& plain, Sink& file, std::span<const Recipient> recipients,
                          Random& random, const EncryptOptions& options = {});
Result<Digest256> encrypt(BlockSource& plain, Sink& file, std::span<const Recipient> recipients,
                          Random& random, const EncryptOptions& options = {});

// encrypt_passphrase: opened by the passphrase alone. An empty passphrase is invalid_argument.
Status encrypt_passphrase(Source& plain, Sink& file, ByteView passphrase, Random& random,
                          const EncryptOptions& options = {});
Status encrypt_passphrase(BlockSource& plain, Sink& file, ByteView passphrase, Random& random,
                          const EncryptOptions& options = {});

}  // namespace anchorhold::age
