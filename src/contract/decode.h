#pragma once
// From the JSON tree to the value: one reader for the sealed form and, before `seal`, for the
// author's. Internal to this module; callers use parse.h and author.h.

#include "codec/json_fields.h"
#include "contract/rules.h"

namespace anchorhold::contract {

// The root of every path in an error: "contract.outputs.model".
inline constexpr std::string_view kRoot = "contract";

// place_below: "where.name", the path of a member.
inline std::string place_below(std::string_view where, std::string_view name) {
  return std::string(where).append(".").append(name);
}

inline Error malformed(std::string object, std::string message) {
  return Error{Code::malformed, std::move(object), std::move(message)};
}

// decode_contract: types, single values, names, then check_rules. Sorts what is a set and fills in
// defaults, so that two ways of writing the same contract give the same value.
Result<Contract> decode_contract(const json::Value& tree, Stage stage);

// decode_workload: the one entry of `workloads`.
Result<Workload> decode_workload(json::Fields& fields, Stage stage);

// decode_outputs: the part about what may leave.
Result<std::map<std::string, Output>> decode_outputs(json::Fields& fields);
Result<std::optional<LogOutput>> decode_log(json::Fields& fields);

// text_set: an array of texts where none stands twice; empty when the member is missing.
Result<std::set<std::string>> text_set(json::Fields& fields, std::string_view key);

// check_entries: checks every key of a table of named things and that there are at most `most`.
Status check_entries(const std::string& where, const json::Object& table, size_t most);

// prefixed_sha256: a text "sha256:<hex>".
Result<Digest256> prefixed_sha256(std::string_view object, std::string_view text);

inline constexpr int64_t kMaxOutputBytes = int64_t{1} << 40;

}  // namespace anchorhold::contract
