#include "contract/explain.h"

namespace anchorhold::contract {

namespace {

// On a TEE that is not hardware even measured code holds only while the machine's owner lets it be.
std::string label(const Explanation& explanation, Enforcer enforcer) {
  std::string text(enforcer_name(enforcer));
  if (enforcer == Enforcer::measured_code && !explanation.hardware)
    text += ", while the host is honest";
  return text;
}

void print_statements(std::string& out, const Explanation& explanation, const char* title,
                      const std::vector<Statement>& statements) {
  if (statements.empty()) return;
  out += std::string("  ") + title + "\n";
  for (const Statement& statement : statements) {
    out += "    - " + statement.text + "  [" + label(explanation, statement.enforcer) + "]\n";
  }
}

json::Value statements_json(const std::vector<Statement>& statements) {
  json::Array items;
  for (const Statement& statement : statements) {
    items.push_back(json::Value::object(
        {{"text", statement.text}, {"enforced_by", enforcer_name(statement.enforcer)}}));
  }
  return items;
}

}  // namespace

std::string_view enforcer_name(Enforcer enforcer) {
  switch (enforcer) {
    case Enforcer::hardware:
      return "hardware";
    case Enforcer::cryptography:
      return "cryptography";
    case Enforcer::measured_code:
      return "measured code";
    case Enforcer::promise:
      return "promise";
  }
  return "promise";
}

std::string to_text(const Explanation& explanation) {
  std::string out;
  for (const std::string& line : explanation.headline) out += line + "\n";
  for (const PersonaView& view : explanation.personas) {
    out += "\n" + view.persona;
    for (size_t i = 0; i < view.parties.size(); ++i)
      out += (i == 0 ? ": " : ", ") + view.parties[i];
    out += "\n";
    print_statements(out, explanation, "sees", view.sees);
    print_statements(out, explanation, "can change", view.changes);
    print_statements(out, explanation, "can stop", view.stops);
  }
  return out;
}

json::Value to_json(const Explanation& explanation) {
  json::Array personas;
  for (const PersonaView& view : explanation.personas) {
    personas.push_back(
        json::Value::object({{"persona", view.persona},
                             {"parties", json::Array(view.parties.begin(), view.parties.end())},
                             {"sees", statements_json(view.sees)},
                             {"can_change", statements_json(view.changes)},
                             {"can_stop", statements_json(view.stops)}}));
  }
  return json::Value::object(
      {{"hardware", explanation.hardware},
       {"headline", json::Array(explanation.headline.begin(), explanation.headline.end())},
       {"personas", std::move(personas)}});
}

}  // namespace anchorhold::contract
