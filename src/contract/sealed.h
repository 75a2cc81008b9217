#pragma once
// A contract with its signatures, as it travels: JWS general JSON with typ "contract" and kid =
// party.

#include "contract/contract.h"

namespace anchorhold::contract {

inline constexpr std::string_view kContractType = "contract";

// SealedContract: every signature in `signers` was verified under the key that the contract names
// for that party. It does not say that the required ones are there, nor that the contract is valid
// now: check.h does.
struct SealedContract {
  Bytes payload;
  Digest384 digest{};
  Contract contract;
  std::set<std::string> signers;
  std::string text;  // the JWS, or the bare payload while nobody has signed
};

// parse_sealed: reads a JWS, or a bare payload as `seal` leaves it. One bad or unknown signature
// refuses all of it.
Result<SealedContract> parse_sealed(std::string_view object, std::string_view text);

}  // namespace anchorhold::contract
