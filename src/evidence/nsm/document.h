#pragma once
// The NSM attestation document: a COSE_Sign1 whose payload names an enclave, its registers and what
// it wants bound.

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "base/verified.h"

namespace anchorhold::nsm {

// A measurement register's number and value. Numbers run from 0 to 31.
using Registers = std::map<unsigned, Digest384>;

inline constexpr unsigned register_count = 32;
// Registers 0 to 15 are locked at launch and are in every document; 16 to 31 appear once they are
// locked.
inline constexpr unsigned launch_register_count = 16;
inline constexpr size_t document_limit =
    0x3000;  // the NSM's response buffer: no document is larger
inline constexpr size_t certificate_limit = 1024;
inline constexpr size_t field_limit = 1024;  // public_key, user_data, nonce when parsing
inline constexpr size_t cabundle_limit = 7;  // real bundles hold 4

// Document: the payload's content. An option that the enclave did not set (CBOR null) is absent,
// which is not the same as empty.
struct Document {
  std::string module_id;
  Time timestamp;
  Registers pcrs;
  Bytes certificate;            // the leaf, DER: its key signs the document
  std::vector<Bytes> cabundle;  // issuers, DER, root first
  std::optional<Bytes> public_key;
  std::optional<Bytes> user_data;
  std::optional<Bytes> nonce;

  bool operator==(const Document&) const = default;
};

// ParsedDocument: the content with the exact bytes that the signature covers.
struct ParsedDocument {
  Document document;
  Bytes protected_header;
  Bytes payload;
  Bytes signature;  // raw r || s, 96 bytes
};

// parse_document: checks structure only; nothing is proven. Refuses whatever is not exactly an
// untagged COSE_Sign1 with {1: -35} protected, an empty unprotected map and a payload map (of
// definite or indefinite length) of the nine known keys, each of its type and within its limit;
// SHA-384 registers only, 0 to 15 all present. The three options may be null, as in real documents,
// or missing, as in AWS's text. Source: aws-nitro-enclaves-nsm-api, docs/attestation_process.md
// §3.1; docs/formats.md says where real documents differ from it.
Result<Unverified<ParsedDocument>> parse_document(ByteView bytes);

}  // namespace anchorhold::nsm
