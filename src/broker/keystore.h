#pragma once
// Keystore: the folder of one data owner's broker: store.sqlite and the log's key, private files
// all.

#include <memory>
#include <string>

#include "base/io.h"
#include "broker/anchor.h"
#include "broker/log.h"
#include "broker/sqlite_store.h"

namespace anchorhold::broker {

// OpenedLog: a keystore's log with nothing checked: verify_log says what is wrong with it.
struct OpenedLog {
  std::unique_ptr<Store> store;
  LogVerifier log;
};
Result<OpenedLog> open_log(const std::string& folder, std::string_view owner);

// Keystore owns the store and the log's key. Opening proves that the log's head is signed by that
// key, and with an anchor that the store is not behind it.
class Keystore {
 public:
  // create: makes `folder` with a fresh log key and an empty store; conflict when it is there.
  static Result<Keystore> create(const std::string& folder, std::string_view owner, Random& random);
  // open: not_found when it was never created; denied when it is behind its anchor.
  static Result<Keystore> open(const std::string& folder, std::string_view owner,
                               std::unique_ptr<RollbackAnchor> anchor = nullptr,
                               Durability durability = Durability::full);
  // of: from parts that are open already; the same checks as open.
  static Result<Keystore> of(std::string_view owner, crypto::PrivateKey log_key,
                             std::unique_ptr<Store> store,
                             std::unique_ptr<RollbackAnchor> anchor = nullptr);
  // open_or_create: for the owner's own commands.
  static Result<Keystore> open_or_create(const std::string& folder, std::string_view owner,
                                         Random& random);

  Store& store() { return *store_; }
  // save_anchor: after a commit, before anything that it allows leaves; without an anchor it does
  // nothing.
  Status save_anchor(std::string_view checkpoint);
  LogSigner log_signer() const { return {origin_, log_key_.get()}; }
  LogVerifier log_verifier() const { return {origin_, log_key_->public_key()}; }
  const std::string& owner() const { return owner_; }

 private:
  Keystore() = default;

  std::string owner_;
  std::string origin_;
  std::unique_ptr<crypto::PrivateKey> log_key_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<RollbackAnchor> anchor_;
};

}  // namespace anchorhold::broker
