#pragma once
// Claims as JSON, for programs and for the people who read `anchorhold verify`.

#include "claims/claims.h"
#include "codec/json.h"

namespace anchorhold {

// to_json: absent members are left out; bytes are hexadecimal, times RFC 3339. Parts are nested.
json::Value to_json(const Claims& claims);

// to_json: a vendor's value; numbers beyond what JSON keeps exactly are text.
json::Value to_json(const VendorValue& value);

}  // namespace anchorhold
