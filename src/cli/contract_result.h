#pragma once
// `decrypt --receipt R --contract C`: a result, opened only after its origin was proven.

#include <string>
#include <vector>

#include "age/recipient.h"
#include "base/result.h"

namespace anchorhold::cli {

struct ContractResult {
  std::string receipt;
  std::string contract;
  std::vector<std::string> approvals;  // files of `anchorhold approve`
  std::string ciphertext;
  std::string output;  // empty and "-": standard output
};

// decrypt_contract_result: verifies the receipt against the contract, finds the output that has
// this ciphertext, checks the quorum where one is demanded, and writes the content only then.
Status decrypt_contract_result(const ContractResult& wanted,
                               const std::vector<age::Identity>& identities);

}  // namespace anchorhold::cli
