#pragma once
// Checkpoints: a log's signed size and root (C2SP tlog-checkpoint over signed-note, Ed25519).

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/keys.h"

namespace anchorhold::broker {

struct Checkpoint {
  std::string origin;  // the log's name, also the name of its key
  uint64_t size = 0;
  Digest256 root{};

  bool operator==(const Checkpoint&) const = default;
};

// LogVerifier: a log's public key and name. Text form, as other tools take it: "<name>+<8
// hex>+<base64>".
struct LogVerifier {
  std::string name;
  crypto::PublicKey key;

  std::string to_text() const;
  static Result<LogVerifier> from_text(std::string_view object, std::string_view text);
};

// sign_checkpoint: the note as text. `key` is the log's own Ed25519 key, used for nothing else;
// origin has no white space and no '+'.
Result<std::string> sign_checkpoint(const Checkpoint& checkpoint, const crypto::PrivateKey& key);

// open_checkpoint: parses the note and verifies the log's own signature on it. Other signatures
// (witnesses') are passed over, as signed-note demands. denied: no signature by this log;
// malformed: not a checkpoint. The caller checks that the checkpoint is the one it needs: an old
// one verifies as well.
Result<Checkpoint> open_checkpoint(std::string_view object, std::string_view note,
                                   const LogVerifier& log);

}  // namespace anchorhold::broker
