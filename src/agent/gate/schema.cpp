#include "agent/gate/schema.h"

// Without this the library ends the program where it would throw.
#define VALIJSON_USE_EXCEPTIONS 1

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>
#pragma GCC diagnostic pop

#include "contract/schema.h"

namespace anchorhold::agent {

Status check_schema_match(const std::string& name, const json::Value& schema,
                          const json::Value& document) {
  AH_TRY(contract::check_schema("output " + name + ": schema", schema));
  try {
    const auto schema_tree = nlohmann::json::parse(json::canonical(schema));
    const auto document_tree = nlohmann::json::parse(json::canonical(document));
    valijson::Schema compiled;
    valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
    const valijson::adapters::NlohmannJsonAdapter schema_adapter(schema_tree);
    parser.populateSchema(schema_adapter, compiled);
    valijson::Validator validator(valijson::Validator::kStrongTypes);
    const valijson::adapters::NlohmannJsonAdapter document_adapter(document_tree);
    valijson::ValidationResults results;
    if (validator.validate(compiled, document_adapter, &results)) return {};
    valijson::ValidationResults::Error first;
    std::string where;
    if (results.popError(first)) {
      for (const std::string& part : first.context) where += part;
    }
    return Error{Code::denied, "output " + name, "does not fit its JSON Schema"}.saw("at " + where);
  } catch (const std::exception&) {
    return Error{Code::denied, "output " + name, "its JSON Schema cannot be used"}.advise(
        "check the schema that the contract embeds against JSON Schema draft 7");
  }
}

}  // namespace anchorhold::agent
