#pragma once
// Module ids: which enclave on which host, and of which kind it says it is.

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::nsm {

// ModuleId: "i-<17 hex>-enc<16 hex>" from Nitro hardware, "software-<host>-enc<16 hex>" from a
// software TEE. What it says is a claim; verify_document holds it against the anchor.
struct ModuleId {
  bool software = false;
  std::string instance;  // the part before "-enc": the instance id that PCR4 measures
  std::string launch;    // the 16 hexadecimal digits of one launch
};

Result<ModuleId> parse_module_id(std::string_view text);

// software_module_id: the id of one launch of a software TEE. `host` is 1 to 32 of [a-z0-9-], not
// ending in '-'.
Result<std::string> software_module_id(std::string_view host, const ByteArray<8>& launch);

// parse_tpm_module_id: the instance in the id of a NitroTPM, "i-<hex>-tpm<16 hex>".
Result<std::string> parse_tpm_module_id(std::string_view text);

// instance_register: PCR4 = SHA-384(48 zero bytes || instance), not hashed beforehand, as AWS does.
Digest384 instance_register(std::string_view instance);

}  // namespace anchorhold::nsm
