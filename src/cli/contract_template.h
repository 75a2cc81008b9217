#pragma once
// The commented TOML that `contract new` writes: every key there is, ready to be edited.

#include <string>
#include <vector>

#include "base/time.h"

namespace anchorhold::cli {

struct TemplateParty {
  std::string name;
  std::string file;  // its public party file
  bool has_roles = false;
};

struct ContractTemplate {
  std::string name;
  std::string lineage;
  std::string software_root;  // empty: a placeholder
  Time not_after{};
  std::vector<TemplateParty> parties;  // empty: one made-up party
};

std::string contract_template(const ContractTemplate& values);

}  // namespace anchorhold::cli
