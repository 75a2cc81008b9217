#include "broker/keystore.h"

#include <sys/stat.h>

#include "os/error.h"
#include "os/file.h"

namespace anchorhold::broker {
namespace {

constexpr size_t kMaxKeyBytes = 4096;

std::string key_path(const std::string& folder) {
  return folder + "/log.key";
}
std::string origin_of(std::string_view owner) {
  return "anchorhold/" + std::string(owner);
}
std::string store_path(const std::string& folder) {
  return folder + "/store.sqlite";
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

// check_head: the end of the log is what the log's key signed.
Status check_head(Transaction& store, const LogVerifier& log) {
  AH_ASSIGN(const LogHead head, store.log_head());
  if (head.checkpoint.empty() && head.frontier.size() == 0) return {};
  AH_ASSIGN(const Checkpoint checkpoint, open_checkpoint("checkpoint", head.checkpoint, log));
  if (checkpoint.size != head.frontier.size() || checkpoint.root != head.frontier.root()) {
    return Error{Code::denied, "log", "its head is not the one that was signed"}.advise(
        "the store was changed; restore it");
  }
  return {};
}

Result<crypto::PrivateKey> read_log_key(const std::string& folder) {
  const std::string path = key_path(folder);
  if (!exists(path)) {
    return Error{Code::not_found, folder, "there is no broker here yet"}.advise(
        "`anchorhold encrypt --contract` or `anchorhold broker accept` makes it");
  }
  AH_ASSIGN(Bytes pem, os::read_file(path, kMaxKeyBytes));
  Result<crypto::PrivateKey> key = crypto::PrivateKey::from_pkcs8_pem(path, text_of(pem));
  wipe(pem);
  return key;
}

}  // namespace

Result<OpenedLog> open_log(const std::string& folder, std::string_view owner) {
  AH_ASSIGN(const crypto::PrivateKey key, read_log_key(folder));
  AH_ASSIGN(auto store, open_sqlite_store(store_path(folder), {}));
  return OpenedLog{std::move(store), {origin_of(owner), key.public_key()}};
}

Result<Keystore> Keystore::create(const std::string& folder, std::string_view owner,
                                  Random& random) {
  AH_TRY(os::make_private_folder(folder));
  AH_ASSIGN(const auto key, crypto::PrivateKey::generate(crypto::Algorithm::ed25519, random));
  const SecretBytes pem = key.to_pkcs8_pem();
  // The key before the store: a store without its key could never be opened, a key alone is made
  // use of next time.
  if (!exists(key_path(folder))) AH_TRY(os::write_private_file(key_path(folder), pem.view()));
  AH_TRY(open_sqlite_store(store_path(folder), {.create = true}));
  return open(folder, owner);
}

Result<Keystore> Keystore::open(const std::string& folder, std::string_view owner,
                                std::unique_ptr<RollbackAnchor> anchor, Durability durability) {
  AH_ASSIGN(crypto::PrivateKey key, read_log_key(folder));
  AH_ASSIGN(auto store, open_sqlite_store(store_path(folder), {.durability = durability}));
  return of(owner, std::move(key), std::move(store), std::move(anchor));
}

Result<Keystore> Keystore::of(std::string_view owner, crypto::PrivateKey log_key,
                              std::unique_ptr<Store> store,
                              std::unique_ptr<RollbackAnchor> anchor) {
  Keystore keystore;
  keystore.owner_ = owner;
  keystore.origin_ = origin_of(owner);
  keystore.log_key_ = std::make_unique<crypto::PrivateKey>(std::move(log_key));
  keystore.store_ = std::move(store);
  keystore.anchor_ = std::move(anchor);

  AH_ASSIGN(const auto transaction, keystore.store_->begin_read());
  AH_TRY(check_head(*transaction, keystore.log_verifier()));
  if (keystore.anchor_) {
    AH_TRY(check_anchor(*transaction, *keystore.anchor_, keystore.log_verifier()));
  }
  return keystore;
}

Status Keystore::save_anchor(std::string_view checkpoint) {
  return anchor_ ? anchor_->save(checkpoint) : Status();
}

Result<Keystore> Keystore::open_or_create(const std::string& folder, std::string_view owner,
                                          Random& random) {
  return exists(store_path(folder)) ? open(folder, owner) : create(folder, owner, random);
}

}  // namespace anchorhold::broker
