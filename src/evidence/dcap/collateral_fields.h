#pragma once
// What TCB infos and enclave identities have in common.

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hex.h"
#include "base/result.h"
#include "codec/json_fields.h"
#include "evidence/dcap/svn_level.h"

namespace anchorhold::dcap {

// lower_case: ASCII letters only. Intel serves hexadecimal digits in either case.
std::string lower_case(std::string_view text);

// fixed_from_any_hex: exactly N bytes, digits of either case.
template <size_t N>
Result<ByteArray<N>> fixed_from_any_hex(std::string_view object, std::string_view text) {
  return fixed_from_hex<N>(object, lower_case(text));
}

// hex_member: the member `key` of N bytes, digits of either case.
template <size_t N>
Result<ByteArray<N>> hex_member(json::Fields& fields, std::string_view key) {
  AH_ASSIGN(const std::string digits, fields.text(key));
  return fixed_from_any_hex<N>(fields.place(key), digits);
}

// unsigned_member: a whole number from 0 to the largest T.
template <class T>
Result<T> unsigned_member(json::Fields& fields, std::string_view key) {
  AH_ASSIGN(const int64_t value, fields.integer(key, 0, std::numeric_limits<T>::max()));
  return static_cast<T>(value);
}

// Validity: from when until when collateral speaks.
struct Validity {
  Time issue_date{};
  Time next_update{};
};

// validity_members: "issueDate" and "nextUpdate", in that order in time.
Result<Validity> validity_members(json::Fields& fields);

// array_member: between `least` and `most` items.
Result<const json::Array*> array_member(json::Fields& fields, std::string_view key, size_t least,
                                        size_t most);

// standing_members: "tcbStatus", one of `allowed`, "tcbDate" and the optional "advisoryIDs".
Result<Standing> standing_members(json::Fields& fields, std::span<const TcbStatus> allowed);

// svn_levels_member: "tcbLevels" of an identity: ISVSVNs in falling order, none twice, with the
// statuses UpToDate, OutOfDate and Revoked.
Result<std::vector<SvnLevel>> svn_levels_member(json::Fields& fields);

}  // namespace anchorhold::dcap
