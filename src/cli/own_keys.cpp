#include "cli/own_keys.h"

namespace anchorhold::cli {

// A party file may name more keys than the contract holds it to; those that both name must be the
// same.
Status check_own_keys(const contract::Contract& contract, const PartyHome& self) {
  const contract::Party* party = contract.find_party(self.name());
  if (party == nullptr) return Error{Code::denied, self.name(), "is not a party of this contract"};
  const auto differs = [&](const char* member, const std::string& own,
                           const std::string& named) -> Status {
    if (named.empty() || own == named) return {};
    return Error{Code::denied, "parties." + self.name() + "." + member,
                 "the contract names another key for you"}
        .want(own.empty() ? "none" : own)
        .saw(named)
        .advise(
            "neither sign nor use it: hand your party file to whoever sealed the contract, and "
            "have "
            "it sealed again");
  };
  const auto text = [](const std::optional<crypto::PublicKey>& key) {
    return key ? key->to_text() : std::string();
  };
  AH_TRY(differs("signing_key", self.file().signing_key.to_text(), party->signing_key.to_text()));
  AH_TRY(differs("release_key", text(self.file().release_key), text(party->release_key)));
  return differs("recipient", self.file().recipient, party->recipient);
}

}  // namespace anchorhold::cli
