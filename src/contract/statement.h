#pragma once
// What releases and approvals have in common: canonical JSON, signed by exactly one party. Internal
// to this module.

#include <functional>

#include "codec/json_fields.h"
#include "contract/contract.h"

namespace anchorhold::contract {

struct SignedStatement {
  std::string signer;
  json::Value body;
};

// sign_statement: the JWS over the canonical form of `body`.
Result<std::string> sign_statement(const json::Value& body, std::string_view typ,
                                   std::string_view party, const crypto::PrivateKey& key);

// verify_statement: one signature, by a party of the contract under the key that `key_of` picks,
// over canonical JSON.
using PartyKey = std::function<const crypto::PublicKey&(const Party&)>;
Result<SignedStatement> verify_statement(const Contract& contract, std::string_view typ,
                                         std::string_view text, const PartyKey& key_of);

}  // namespace anchorhold::contract
