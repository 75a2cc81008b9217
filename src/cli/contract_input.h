#pragma once
// `encrypt --contract C --input NAME`: a data owner's input, to a fresh key that only its own
// broker releases.

#include <string>

#include "cli/context.h"

namespace anchorhold::cli {

struct ContractInput {
  std::string contract;  // path of the sealed contract
  std::string name;
  std::string party;  // the owner: name or folder; empty for the only one
  std::string plaintext;
  std::string output;
};

Status encrypt_contract_input(const Context& context, const ContractInput& wanted);

}  // namespace anchorhold::cli
