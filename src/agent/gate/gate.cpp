#include "agent/gate/gate.h"

#include "agent/gate/csv.h"
#include "agent/gate/schema.h"

namespace anchorhold::agent {

namespace {

// What leaves is the document as the schema saw it, in its canonical form: white space, spellings
// of numbers and digits beyond a double's could carry anything.
Status check_json(const std::string& name, const contract::Output& rule, Bytes& content) {
  auto document = json::parse("output " + name, text_of(content));
  if (!document.ok())
    return Error{Code::denied, "output " + name, "not JSON"}.saw(document.error().message);
  if (rule.schema) AH_TRY(check_schema_match(name, *rule.schema, *document));
  content = copy_of(bytes_of(json::canonical(*document)));
  if (content.size() <= static_cast<uint64_t>(rule.max_bytes)) return {};
  return Error{Code::denied, "output " + name, "too large in its canonical form"};
}

Status check_format(const std::string& name, const contract::Output& rule, Bytes& content) {
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
  for (auto& [name, content] : outputs)
    AH_TRY(check_format(name, contract.outputs.at(name), content));
  return outputs;
}

}  // namespace anchorhold::agent
