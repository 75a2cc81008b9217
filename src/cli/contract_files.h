#pragma once
// Contracts on disk, and what this machine computes to hold them against.

#include <optional>
#include <string>

#include "contract/author.h"
#include "contract/seal.h"

namespace anchorhold::cli {

// DraftFiles: the author's TOML with the content of every file that it names, read from its own
// folder.
struct DraftFiles {
  contract::Draft draft;
  contract::Files files;
};
Result<DraftFiles> read_draft(const std::string& path);

// resolve_draft: the contract that the draft says, with every recipient's checksum checked as well.
Result<contract::Contract> resolve_draft(const DraftFiles& read);

// read_sealed: a sealed contract, signed or not; every signature on it verified.
Result<contract::SealedContract> read_sealed(const std::string& path);

// is_draft: whether the file is the author's TOML; sealed contracts begin with '{'.
Result<bool> is_draft(const std::string& path);

// read_any: either form, as the contract that it says.
Result<contract::Contract> read_any(const std::string& path);

// measure_for_contract: image and agent measured here. An empty `agent` takes the installed one.
Result<contract::Measured> measure_for_contract(const std::string& image, const std::string& agent);

}  // namespace anchorhold::cli
