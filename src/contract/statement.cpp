#include "contract/statement.h"

#include "contract/names.h"
#include "crypto/jws.h"

namespace anchorhold::contract {

Result<std::string> sign_statement(const json::Value& body, std::string_view typ,
                                   std::string_view party, const crypto::PrivateKey& key) {
  const crypto::Signer signer{&key, std::string(party)};
  return crypto::sign_jws(bytes_of(json::canonical(body)), typ, {&signer, 1});
}

Result<SignedStatement> verify_statement(const Contract& contract, std::string_view typ,
                                         std::string_view text, const PartyKey& key_of) {
  const auto trusted = [&](std::string_view kid) -> Result<crypto::PublicKey> {
    const Party* party = contract.find_party(kid);
    if (party != nullptr) return key_of(*party);
    return Error{Code::denied, std::string(typ),
                 "signed by someone who is not a party of the contract"}
        .saw("\"" + printable(kid) + "\"");
  };
  AH_ASSIGN(const auto verified, crypto::verify_jws(typ, text, typ, trusted));
  if (verified.signers.size() != 1) {
    return Error{Code::malformed, std::string(typ), "the wrong number of signatures"}
        .want("one")
        .saw(std::to_string(verified.signers.size()));
  }
  AH_ASSIGN(json::Value body, json::parse(typ, text_of(verified.payload)));
  if (json::canonical(body) != text_of(verified.payload)) {
    return Error{Code::malformed, std::string(typ), "the signed statement is not canonical JSON"};
  }
  return SignedStatement{verified.signers.front(), std::move(body)};
}

}  // namespace anchorhold::contract
