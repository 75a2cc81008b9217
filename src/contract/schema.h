#pragma once
// Which JSON Schemas a contract may embed: those whose use takes bounded time and nothing from
// outside.

#include "codec/json.h"

namespace anchorhold::contract {

// check_schema: refuses, naming the place: references other than "#/definitions/NAME", references
// in a circle or that would expand to more than 100,000 schema nodes, nesting beyond 32, and
// regular expressions (pattern, patternProperties), whose running time the checked data would
// choose, keywords that the validator would pass over (other drafts', misspelt ones, format), and
// any that would stand beside a $ref without effect. JSON Schema draft 7 otherwise.
Status check_schema(std::string_view where, const json::Value& schema);

}  // namespace anchorhold::contract
