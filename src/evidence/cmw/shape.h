#pragma once
// What tells a conceptual message wrapper from other CBOR and JSON.

#include "codec/cbor.h"
#include "codec/json.h"

namespace anchorhold::cmw {

inline constexpr std::string_view collection_type_key = "__cmwc_t";

// The limits under which wrappers are read.
inline constexpr cbor::Rules cbor_rules{.allow_indefinite_maps = true,
                                        .allow_indefinite_other = true,
                                        .max_depth = 8,
                                        .max_items = 512};
inline constexpr json::Limits json_limits{.bytes = size_t{1} << 20, .depth = 8, .values = 512};

// is_json: by the first byte, '[' or '{'.
bool is_json(ByteView bytes);

// is_list_of_other_things: a JSON array that is no record, because it does not begin with a type.
bool is_list_of_other_things(ByteView json);

// is_signed: a COSE_Sign1 or JWS whose content type is a wrapper.
bool is_signed(ByteView bytes);

// has_shape: a record, a tag or a non-empty map of those, as far as the outermost level shows.
bool has_shape(const cbor::Value& value);
bool has_shape(const json::Value& value);

}  // namespace anchorhold::cmw
