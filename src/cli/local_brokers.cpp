#include "cli/local_brokers.h"

#include "cli/own_keys.h"
#include "os/clock.h"
#include "os/socket.h"

namespace anchorhold::cli {

std::string broker_folder(const PartyHome& party) {
  return party.folder() + "/broker";
}

Result<std::unique_ptr<LocalBroker>> LocalBroker::open(const contract::SealedContract& sealed,
                                                       const std::string& owner,
                                                       const OwnerPlace& place) {
  const contract::Party& party = *sealed.contract.find_party(owner);
  if (!party.broker.empty()) {
    return Error{Code::unsupported, "party " + owner, "its broker is on the network"}
        .saw(party.broker)
        .advise("this version runs with local keystores only");
  }
  AH_ASSIGN(const PartyHome home, PartyHome::open(place.home, owner));
  AH_TRY(check_own_keys(sealed.contract, home));
  AH_ASSIGN(crypto::PrivateKey key, home.release_key());
  if (!(key.public_key() == contract::release_key_of(party))) {
    return Error{Code::denied, "party " + owner,
                 "the keys in " + place.home + " are not those of the contract"}
        .advise("name the owner's own folder: --owner " + owner + "=FOLDER");
  }
  auto anchor = place.anchor.empty() ? nullptr : broker::file_anchor(place.anchor);
  AH_ASSIGN(broker::Keystore keystore,
            broker::Keystore::open(broker_folder(home), owner, std::move(anchor)));
  std::unique_ptr<LocalBroker> local(new LocalBroker(std::move(keystore), std::move(key)));
  local->broker_.expect(sealed.digest);
  return local;
}

Result<uint64_t> LocalBroker::units_spent(const std::string& lineage) {
  AH_ASSIGN(const std::unique_ptr<broker::Transaction> store, keystore_.store().begin_read());
  return store->units_spent(lineage);
}

void LocalBroker::serve(os::Fd connection) {
  os::SocketStream stream(std::move(connection));
  // Whatever ends the stream, the broker's own records are on the disk; the agent sees the end and
  // fails.
  (void)broker::serve(stream, stream, broker_, os::now);
}

}  // namespace anchorhold::cli
