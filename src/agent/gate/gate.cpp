#include "agent/gate/gate.h"

#include "agent/gate/csv.h"
#include "agent/gate/schema.h"

namespace anchorhold::agent {

namespace {

Status check_json(const std::string& name, const contract::Output& rule, ByteView content) {
  auto document = json::parse("output " + name, text_of(content));
  if (!document.ok())
    return Error{Code::denied, "output " + name, "not JSON"}.saw(document.error().message);
  return rule.schema ? check_schema_match(name, *rule.schema, *document) : Status();
}

Status check_format(const std::string& name, const contract::Output& rule, ByteView content) {
  switch (rule.format) {
    case contract::Format::bytes:
      return {};
    case contract::Format::json:
      return check_json(name, rule, content);
    case contract::Format::csv:
      return check_csv(name, rule, content);
  }
  return Error{Code::internal, "output " + name, "no such format"};
}

}  // namespace

Result<Outputs> pass_gate(const os::Fd& out, const contract::Contract& contract) {
  AH_ASSIGN(Outputs outputs, collect_outputs(out, contract.outputs));
  for (const auto& [name, content] : outputs)
    AH_TRY(check_format(name, contract.outputs.at(name), content));
  return outputs;
}

}  // namespace anchorhold::agent
