#pragma once
// The sealed form: canonical JSON (RFC 8785), the payload of the contract's JWS. Its SHA-384 is the
// contract digest.

#include "contract/contract.h"

namespace anchorhold::contract {

inline constexpr std::string_view kContractFormat = "anchorhold contract v1";
inline constexpr size_t kMaxContractBytes = 4 << 20;

// parse_contract: strict: unknown members, dangling references, unsatisfiable quorums, bad names
// and any byte that encode_contract would write otherwise are refused, naming the member. Proves
// nothing about signatures or time.
Result<Contract> parse_contract(ByteView payload);

// encode_contract: the one canonical form.
Bytes encode_contract(const Contract& contract);

// contract_digest: SHA-384 of the payload. The "format" member inside it is the domain prefix.
Digest384 contract_digest(ByteView payload);

}  // namespace anchorhold::contract
