#include "cli/collateral_report.h"

#include "verifier/format.h"

namespace anchorhold::cli {
namespace {

using verifier::Need;
using verifier::NeedState;

std::string from(const verifier::Origin& origin) {
  return origin.header.empty() ? origin.url : origin.url + " (header " + origin.header + ")";
}

json::Value need_json(const Need& need) {
  json::Array origins;
  for (const verifier::Origin& origin : need.origins) {
    json::Value value = json::Value::object({{"url", origin.url}});
    if (!origin.header.empty()) value.set("header", origin.header);
    origins.push_back(std::move(value));
  }
  json::Array offers;
  for (const verifier::Offer& offer : need.offers) {
    offers.push_back(json::Value::object(
        {{"name", offer.name}, {"state", need_state_name(offer.state)}, {"detail", offer.detail}}));
  }
  return json::Value::object({{"need", need.id},
                              {"what", need.what},
                              {"required", need.required},
                              {"state", need_state_name(need.state)},
                              {"satisfied", need.satisfied()},
                              {"detail", need.detail},
                              {"origins", std::move(origins)},
                              {"offers", std::move(offers)}});
}

std::string state_text(const Need& need) {
  std::string text(need_state_name(need.state));
  if (need.state == NeedState::missing && !need.required) text += ", not required";
  return need.detail.empty() ? text : text + ": " + need.detail;
}

std::string outcome(const Need& need) {
  if (!need.satisfied()) return "  fail    ";
  return need.state == NeedState::current ? "  ok      " : "  without ";
}

void print_unknown(const Context& context, const verifier::CollateralNeeds& needs) {
  for (const std::string& name : needs.unknown)
    context.print("  unknown " + name + ": nothing could be made of it");
}

}  // namespace

json::Value needs_json(const verifier::CollateralNeeds& needs, Time at) {
  json::Array list;
  for (const Need& need : needs.needs) list.push_back(need_json(need));
  json::Array unknown;
  for (const std::string& name : needs.unknown) unknown.push_back(name);
  return json::Value::object({{"format", needs.format->name},
                              {"at", format_time(at)},
                              {"satisfied", needs.satisfied()},
                              {"needs", std::move(list)},
                              {"note", needs.note},
                              {"unknown", std::move(unknown)}});
}

void print_list(const Context& context, const verifier::CollateralNeeds& needs) {
  context.print(std::string(needs.format->title));
  for (const Need& need : needs.needs) {
    context.print("  " + need.id + ": " + need.what);
    context.print("      " + state_text(need));
    for (const verifier::Offer& offer : need.offers)
      context.print("      there: " + offer.name + ", " +
                    std::string(need_state_name(offer.state)) + ", " + offer.detail);
    for (const verifier::Origin& origin : need.origins)
      context.print("      from:  " + from(origin));
  }
  print_unknown(context, needs);
  context.print("  " + needs.note);
}

void print_check(const Context& context, const std::string& name,
                 const verifier::CollateralNeeds& needs) {
  bool fetchable = false;
  for (const Need& need : needs.needs) {
    context.print(outcome(need) + need.what + ": " + state_text(need));
    for (const verifier::Offer& offer : need.offers) {
      if (offer.state == NeedState::current || offer.detail == need.detail) continue;
      context.print("          " + offer.name + ": " + std::string(need_state_name(offer.state)) +
                    ", " + offer.detail);
    }
    fetchable |= !need.satisfied() && !need.origins.empty();
  }
  print_unknown(context, needs);
  if (fetchable) {
    context.note("anchorhold: hint: `anchorhold collateral fetch " + name +
                 " --into FOLDER` asks the vendor");
  }
  context.print(name + ": collateral " + (needs.satisfied() ? "complete and current" : "rejected"));
}

}  // namespace anchorhold::cli
