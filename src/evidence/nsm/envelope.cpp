#include "evidence/nsm/envelope.h"

#include <string>

namespace anchorhold::nsm {

Result<Envelope> open_envelope(std::string_view object, const cbor::Value& message) {
  if (const auto name = message.as_text()) return Envelope{.name = *name};
  if (message.kind() == cbor::Kind::map && message.map_size() == 1) {
    if (const auto name = message.key(0).as_text())
      return Envelope{.name = *name, .members = &message.value(0)};
  }
  return Error{Code::malformed, std::string(object), "not a message of the NSM protocol"}
      .want("a name, or a map of one entry from a name")
      .saw(std::string(cbor::kind_name(message.kind())));
}

Result<cbor::Value> decode_message(std::string_view object, ByteView bytes, size_t limit_bytes) {
  if (bytes.size() > limit_bytes) {
    return Error{Code::limit_exceeded, std::string(object), "too large"}
        .want("at most " + std::to_string(limit_bytes) + " bytes")
        .saw(std::to_string(bytes.size()));
  }
  return cbor::decode(object, bytes, {.max_depth = 4, .max_items = 128});
}

}  // namespace anchorhold::nsm
