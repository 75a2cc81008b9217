#pragma once
// UEFI variables as firmware logs them.

#include "base/bytes.h"
#include "base/result.h"

namespace anchorhold::eventlog {

using Guid = ByteArray<16>;  // as it lies in memory

// Variable: UEFI_VARIABLE_DATA. Source: TCG PC Client Platform Firmware Profile, section 10.2.6.
struct Variable {
  Guid vendor{};
  std::string name = {};  // UTF-8
  Bytes value = {};
  size_t value_offset = 0;
};

// parse_variable: the whole of `data`. `slack` bytes may follow: shim logged one too many.
Result<Variable> parse_variable(ByteView data, size_t slack = 0);

extern const Guid efi_global_variable;  // SecureBoot, PK, KEK, BootOrder
extern const Guid efi_image_security;   // db, dbx
extern const Guid shim_lock;            // Shim, SbatLevel, MokListRT

// SignatureCount: how much an EFI_SIGNATURE_LIST database holds.
struct SignatureCount {
  uint64_t certificates = 0;  // X.509
  uint64_t others = 0;        // digests of images or of certificates
};

// count_signatures: malformed when a list's sizes do not fit. Source: UEFI specification,
// section 32.4.1.
Result<SignatureCount> count_signatures(ByteView database);

}  // namespace anchorhold::eventlog
