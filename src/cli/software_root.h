#pragma once
// The software root of this machine and user: made on first use, private to its owner.

#include "attester/software_root.h"

namespace anchorhold::cli {

// load_software_root: <home>/tee/software-root.{pem,key}; made there when neither exists. Who reads
// the key can forge software evidence.
Result<attester::SoftwareRoot> load_software_root(const std::string& home);

}  // namespace anchorhold::cli
