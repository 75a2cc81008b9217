#pragma once
// The signed JSON of Intel's provisioning certification service: a value and a signature over the
// very bytes of that value.

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "codec/json.h"

namespace anchorhold::dcap {

inline constexpr size_t collateral_limit = size_t{256} << 10;
inline constexpr json::Limits collateral_json_limits = {
    .bytes = collateral_limit, .depth = 10, .values = 65536};

enum class CollateralKind : uint8_t { tcb_info, enclave_identity };

// SignedJson: views into the text that was given.
struct SignedJson {
  CollateralKind kind = CollateralKind::tcb_info;
  std::string_view value;     // from '{' to '}': what the signature covers
  ByteArray<64> signature{};  // raw r || s
};

// read_signed_json: exactly {"tcbInfo":{...},"signature":"<128 hexadecimal digits>"}, or the same
// with "enclaveIdentity"; white space is allowed where JSON allows it. Another order, other keys,
// keys that are spelled with escapes, or anything after the end are malformed: a reader that takes
// one value while the signature is checked over another is how collateral is forged. The value's
// own grammar is left to whoever parses it. Source: Intel PCS API, "Get TCB Info", "Get SGX QE
// identity".
Result<SignedJson> read_signed_json(std::string_view object, std::string_view text);

// collateral_kind: as which such document the text begins, if any, for sorting files by content.
std::optional<CollateralKind> collateral_kind(ByteView bytes);

}  // namespace anchorhold::dcap
