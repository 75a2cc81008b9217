#pragma once
// The transparency log over a Store: appending inside a transaction, and verifying all of it.

#include <optional>

#include "base/finding.h"
#include "broker/checkpoint.h"
#include "broker/log_leaf.h"
#include "broker/store.h"

namespace anchorhold::broker {

// LogSigner: the log's name and its own key.
struct LogSigner {
  std::string origin;
  const crypto::PrivateKey* key = nullptr;
};

// Appended: where an entry went, and the checkpoint that covers it.
struct Appended {
  uint64_t index = 0;
  std::string checkpoint;
};

// append_event: writes the entry and its signed checkpoint into the open transaction; nothing
// counts before its commit.
Result<Appended> append_event(Transaction& store, const LogSigner& signer, Time now,
                              LogEvent event);

// verify_log: recomputes everything from the leaves: each one's form, index and chain, the tree,
// the signature on the checkpoint; with `older`, that this log begins with the one that the older
// checkpoint signed.
Findings verify_log(Transaction& store, const LogVerifier& log,
                    const std::optional<std::string>& older);

}  // namespace anchorhold::broker
