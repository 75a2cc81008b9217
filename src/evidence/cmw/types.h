#pragma once
// What the types of records mean: which kinds of evidence may lie under them.

#include <span>

#include "evidence/cmw/message.h"

namespace anchorhold::cmw {

// formats_of: the names of the evidence formats that a type stands for; none where the type does
// not say, as application/octet-stream or a type that is not known: there the bytes decide. The
// parameters of a media type are not looked at: profiles are inside what is signed.
std::span<const std::string_view> formats_of(const Type& type);

// media_type_of: a type as a media type. A content format that has none here is unsupported.
Result<std::string> media_type_of(const Type& type);

}  // namespace anchorhold::cmw
