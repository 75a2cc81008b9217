#pragma once
// Store: what a broker remembers, behind an interface of transactions. Everything that one decision
// changes goes into one transaction, so that after a crash at any point all of it is there or none.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/time.h"
#include "broker/merkle.h"

namespace anchorhold::broker {

// InputRecord: the identity made for one input, and the ciphertext that was made for it.
struct InputRecord {
  std::string lineage;
  std::string name;
  SecretBytes identity;  // AGE-SECRET-KEY-1…
  Digest256 ciphertext_sha256{};
  uint64_t ciphertext_bytes = 0;
  Digest256 head_sha256{};  // of the ciphertext's age header and payload nonce
  Time made{};
};

// ContractRecord: a contract that the owner accepted. A superseded one stays, refused, so that
// refusals say why.
struct ContractRecord {
  Digest384 digest{};
  std::string lineage;
  std::string sealed;  // the JWS
  bool superseded = false;
};

// RunRecord: one spent unit: (lineage, thumbprint of the tee-pubkey), and the session that it
// belongs to.
struct RunRecord {
  std::string lineage;
  Digest256 tee_key{};
  Digest256 session{};  // SHA-256 of the session id
  uint64_t unit = 0;    // 1 for the first run
};

// LogHead: the end of the log.
struct LogHead {
  Frontier frontier;
  Digest256 last_leaf{};   // hash of the newest leaf, zero for an empty log
  std::string checkpoint;  // signed, of this size; empty for an empty log
};

// Transaction: reads and writes that hold together. Dropped without commit() it leaves nothing.
// While a write transaction is open no other process can open one.
class Transaction {
 public:
  virtual ~Transaction() = default;

  virtual Result<std::vector<ContractRecord>> contracts() = 0;
  virtual Result<std::optional<ContractRecord>> find_contract(const Digest384& digest) = 0;
  virtual Status put_contract(const ContractRecord& contract) = 0;
  virtual Status supersede(const Digest384& digest) = 0;

  // find_input: the one with this ciphertext; without a digest the newest of the name.
  virtual Result<std::optional<InputRecord>> find_input(
      std::string_view lineage, std::string_view name,
      const std::optional<Digest256>& ciphertext_sha256) = 0;
  virtual Status put_input(const InputRecord& input) = 0;

  virtual Result<std::optional<RunRecord>> find_run(std::string_view lineage,
                                                    const Digest256& tee_key) = 0;
  virtual Result<uint64_t> units_spent(std::string_view lineage) = 0;
  // put_run: conflict when the run or its unit is there already.
  virtual Status put_run(const RunRecord& run) = 0;

  virtual Result<LogHead> log_head() = 0;
  virtual Result<Bytes> leaf(uint64_t index) = 0;
  // append_leaf: `head` is the log's end after this leaf, so its index is head.frontier.size() - 1.
  virtual Status append_leaf(ByteView leaf, const LogHead& head) = 0;

  // commit: returns only when everything is on the disk.
  virtual Status commit() = 0;
};

class Store {
 public:
  virtual ~Store() = default;
  virtual Result<std::unique_ptr<Transaction>> begin_read() = 0;
  virtual Result<std::unique_ptr<Transaction>> begin_write() = 0;
};

}  // namespace anchorhold::broker
