#pragma once
// The shape of every NSM message: a bare name, or a map of one entry from the name to its members.

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/cbor.h"

namespace anchorhold::nsm {

// Envelope: views into the decoded item, which must outlive it. `members` is null for a bare name.
struct Envelope {
  std::string_view name;
  const cbor::Value* members = nullptr;
};

Result<Envelope> open_envelope(std::string_view object, const cbor::Value& message);

// decode_message: the one CBOR item that a message is; definite lengths only, as the device writes
// and reads.
Result<cbor::Value> decode_message(std::string_view object, ByteView bytes, size_t limit_bytes);

}  // namespace anchorhold::nsm
