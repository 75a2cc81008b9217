#pragma once
// NAME.party.json: what a party hands to the others so that they can name it in a contract. Public.

#include "contract/contract.h"

namespace anchorhold::contract {

struct PartyFile {
  std::string name;
  std::set<Role> roles;  // what it offers to be; the contract decides
  crypto::PublicKey signing_key;
  std::optional<crypto::PublicKey> release_key;
  std::string recipient;
};

std::string encode_party_file(const PartyFile& file);
Result<PartyFile> parse_party_file(std::string_view object, std::string_view text);

// fingerprint: the key's RFC 7638 thumbprint in groups of four, for reading to one another over the
// telephone.
std::string fingerprint(const crypto::PublicKey& key);

}  // namespace anchorhold::contract
