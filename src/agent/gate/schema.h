#pragma once
// JSON outputs: a bounded JSON Schema, checked by a library.

#include "codec/json.h"

namespace anchorhold::agent {

// check_schema_match: denied unless `document` fits `schema` (JSON Schema draft 7). Schemas are
// bounded: references must stay inside the document ("#…"), and regular expressions (pattern,
// patternProperties) are refused, since their running time would be the workload's choice.
Status check_schema_match(const std::string& name, const json::Value& schema,
                          const json::Value& document);

}  // namespace anchorhold::agent
