#pragma once
// Conceptual Message Wrappers (RFC 9999): evidence and what goes with it, each with its type, alone
// or as a collection.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/verified.h"

namespace anchorhold::cmw {

inline constexpr size_t max_depth = 4;     // of collections in collections
inline constexpr size_t max_entries = 64;  // records and collections in all

// Type: a media type, or a CoAP Content-Format number.
using Type = std::variant<std::string, uint16_t>;

std::string type_text(const Type& type);  // "application/eat+cwt", "content format 263"

// Indicator: what a message is (RFC 9999 section 3.1), one bit each.
enum class Indicator : uint8_t {
  reference_values = 1 << 0,
  endorsements = 1 << 1,
  evidence = 1 << 2,
  attestation_results = 1 << 3,
  appraisal_policy = 1 << 4,
};

struct Record {
  Type type;
  Bytes value;
  std::optional<uint8_t> indicators = {};  // absent: nothing is said, and it counts as evidence

  bool says(Indicator indicator) const {
    return indicators && (*indicators & static_cast<uint8_t>(indicator)) != 0;
  }
  bool operator==(const Record&) const = default;
};

// Label: text, or in CBOR also an integer.
using Label = std::variant<std::string, int64_t>;

std::string label_text(const Label& label);

struct Entry;

struct Collection {
  std::optional<std::string> type = {};  // "__cmwc_t": a URI or object identifier
  std::vector<Entry> entries;            // at least one, each label once, in their order
  // These two hold each other: their comparisons are written out where both are complete.
  bool operator==(const Collection& other) const;
};

using Message = std::variant<Record, Collection>;

struct Entry {
  Label label;
  Message message;
  bool operator==(const Entry& other) const;
};

// parse_message: JSON or CBOR, told by the first byte (RFC 9999 appendix A). Nothing is proven.
// Refused: empty collections, labels named twice, bits that no indicator has, values that are not
// base64url without padding. Signed CMW (COSE_Sign1, JWS) are unsupported and named.
Result<Unverified<Message>> parse_message(ByteView bytes);

// looks_like_message: the shape of a record, a tag or a collection, or a signed CMW.
bool looks_like_message(ByteView bytes);

// encode_cbor, encode_json: the message again. JSON has media types and text labels only: integers
// become text, and a content format of which no media type is known is unsupported.
Bytes encode_cbor(const Message& message);
Result<std::string> encode_json(const Message& message);

// tag_of, content_format_of: the CBOR tag of a Content-Format (RFC 9277 section 4.3) and back.
uint64_t tag_of(uint16_t content_format);
std::optional<uint16_t> content_format_of(uint64_t tag);

}  // namespace anchorhold::cmw
