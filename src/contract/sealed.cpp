#include "contract/sealed.h"

#include "contract/names.h"
#include "contract/parse.h"
#include "crypto/jws.h"

namespace anchorhold::contract {

namespace {

// A JWS holds the payload in base64url, once, and at most one signature per party.
constexpr size_t kMaxSealedBytes = 2 * kMaxContractBytes;

Result<Contract> parse_payload(std::string_view object, ByteView payload) {
  auto contract = parse_contract(payload);
  if (!contract) return contract.take_error().in(object);
  return contract;
}

Result<bool> is_jws(std::string_view object, std::string_view text) {
  json::Limits limits;
  limits.bytes = kMaxSealedBytes;
  AH_ASSIGN(const json::Value value, json::parse(object, text, limits));
  return value.find("payload") != nullptr;
}

}  // namespace

Result<SealedContract> parse_sealed(std::string_view object, std::string_view text) {
  AH_ASSIGN(const bool is_signed, is_jws(object, text));
  if (!is_signed) {
    AH_ASSIGN(Contract contract, parse_payload(object, bytes_of(text)));
    return SealedContract{copy_of(bytes_of(text)),
                          contract_digest(bytes_of(text)),
                          std::move(contract),
                          {},
                          std::string(text)};
  }
  AH_ASSIGN(const auto claimed, crypto::read_unverified_jws(object, text, kContractType));
  AH_ASSIGN(Contract contract, parse_payload(object, claimed.payload));
  const auto key_of = [&](std::string_view kid) -> Result<crypto::PublicKey> {
    const Party* party = contract.find_party(kid);
    if (party != nullptr) return party->signing_key;
    return Error{Code::denied, std::string(object), "signed by someone who is not a party of it"}
        .saw("\"" + printable(kid) + "\"");
  };
  AH_ASSIGN(auto verified, crypto::verify_jws(object, text, kContractType, key_of));
  const Digest384 digest = contract_digest(verified.payload);
  return SealedContract{std::move(verified.payload),
                        digest,
                        std::move(contract),
                        {verified.signers.begin(), verified.signers.end()},
                        std::string(text)};
}

}  // namespace anchorhold::contract
