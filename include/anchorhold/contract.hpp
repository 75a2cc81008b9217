#pragma once
// Contracts for programs: digest, checks and the explanation that `anchorhold contract explain`
// prints.

#include <cstdint>
#include <string>
#include <string_view>

#include "anchorhold/verify.hpp"

namespace anchorhold {

// contract_digest: the digest of a sealed contract in hexadecimal, every signature in it verified;
// empty with `error` set when it is not one.
std::string contract_digest(std::string_view sealed, std::string& error);

// check_contract: may anything run under this contract at `at_ms` (milliseconds since 1970 UTC)?
// Signatures of everyone who must sign, and dates.
Judgement check_contract(std::string_view sealed, std::int64_t at_ms);

// explain_contract: what each person can see, change and stop, and what enforces it; empty with
// `error` set when the text is not a contract.
std::string explain_contract(std::string_view sealed, std::string& error);

}  // namespace anchorhold
