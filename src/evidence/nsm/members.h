#pragma once
// The members that documents of enclaves and of NitroTPMs have alike. What differs is the
// registers, and with them what a document means: the two are distinct types.

#include <string_view>

#include "codec/cbor_fields.h"
#include "codec/cose.h"
#include "evidence/nsm/document.h"

namespace anchorhold::nsm {

// open_document: the untagged COSE_Sign1 with {1: -35} protected, an empty unprotected map and a
// signature of 96 bytes, of at most document_limit bytes.
Result<cose::Sign1> open_document(std::string_view object, ByteView bytes);

// decode_payload: the payload's map, of definite or indefinite length. `payload` must outlive it.
Result<cbor::Value> decode_payload(std::string_view object, ByteView payload);

// read_registers: a map from register numbers up to 31 to SHA-384 values.
Result<Registers> read_registers(cbor::Fields& fields, std::string_view key);

// read_members: everything but the registers. Defined for Document and TpmDocument.
template <class AnyDocument>
Status read_members(cbor::Fields& fields, AnyDocument& out);

}  // namespace anchorhold::nsm
