#pragma once
// Members that documents and messages of the NSM write the same way.

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "codec/cbor_fields.h"

namespace anchorhold::nsm {

// read_option: bytes, at most `limit` of them; none where the member is null or absent.
Result<std::optional<Bytes>> read_option(cbor::Fields& fields, std::string_view member,
                                         size_t limit);

Result<uint16_t> read_u16(cbor::Fields& fields, std::string_view member);

}  // namespace anchorhold::nsm
