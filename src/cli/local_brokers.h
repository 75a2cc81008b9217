#pragma once
// The local brokers of one run: each data owner's own broker, in this process, behind a channel
// port. The agent treats them as remote.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "broker/broker.h"
#include "cli/home.h"
#include "contract/sealed.h"
#include "crypto/keys.h"
#include "os/fd.h"
#include "os/random.h"

namespace anchorhold::cli {

// Where a data owner keeps keys and broker, and the anchor against rollback of the store, empty for
// none.
struct OwnerPlace {
  std::string home;
  std::string anchor;
};

// broker_folder: where a party keeps its broker's store and log.
std::string broker_folder(const PartyHome& party);

class LocalBroker {
 public:
  // open: the keystore and the release key of `owner`. not_found says how to make them.
  static Result<std::unique_ptr<LocalBroker>> open(const contract::SealedContract& sealed,
                                                   const std::string& owner,
                                                   const OwnerPlace& place);

  const std::string& owner() const { return keystore_.owner(); }
  // units_spent: of this owner's budget for `lineage`, as the store has it now.
  Result<uint64_t> units_spent(const std::string& lineage);

  // serve: one connection, until it closes.
  void serve(os::Fd connection);

 private:
  LocalBroker(broker::Keystore keystore, crypto::PrivateKey key)
      : keystore_(std::move(keystore)), key_(std::move(key)), broker_(keystore_, key_, random_) {}

  os::SystemRandom random_;
  broker::Keystore keystore_;
  crypto::PrivateKey key_;
  broker::Broker broker_;
};

}  // namespace anchorhold::cli
