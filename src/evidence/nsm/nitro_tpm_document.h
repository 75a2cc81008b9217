#pragma once
// The NitroTPM attestation document: what the Nitro hypervisor signs about the virtual TPM of a
// whole instance. It shares envelope, chain and root with the documents of enclaves and means
// something else, so it is a type of its own: neither parser takes the other's document.

#include <optional>
#include <string>
#include <vector>

#include "evidence/nsm/document.h"

namespace anchorhold::nsm {

// TpmDocument: the payload's content. Registers are those of a TPM's SHA-384 bank: 4 is the boot
// loader, 7 secure boot, 12 the kernel's command line. 0 and 1 are constant, so that AWS can update
// its firmware.
struct TpmDocument {
  std::string module_id;  // "i-<17 hex>-tpm<16 hex>"
  Time timestamp;
  Registers tpm_registers;      // at least one
  Bytes certificate;            // the leaf, DER: its key signs the document
  std::vector<Bytes> cabundle;  // issuers, DER, root first
  std::optional<Bytes> public_key;
  std::optional<Bytes> user_data;
  std::optional<Bytes> nonce;

  bool operator==(const TpmDocument&) const = default;
};

// ParsedTpmDocument: the content with the exact bytes that the signature covers.
struct ParsedTpmDocument {
  TpmDocument document;
  Bytes protected_header;
  Bytes payload;
  Bytes signature;  // raw r || s, 96 bytes
};

// parse_tpm_document: checks structure only, as parse_document does, with `nitrotpm_pcrs` in place
// of `pcrs`. Source: Amazon EC2 User Guide, "NitroTPM Attestation Document" and "Validate a
// NitroTPM Attestation Document".
Result<Unverified<ParsedTpmDocument>> parse_tpm_document(ByteView bytes);

// looks_like_tpm_document: a COSE_Sign1 whose payload speaks of nitrotpm_pcrs.
bool looks_like_tpm_document(ByteView bytes);

}  // namespace anchorhold::nsm
