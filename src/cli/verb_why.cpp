// `anchorhold why`: what a check proves, and what to do when it fails.

#include <CLI/CLI.hpp>

#include "cli/context.h"
#include "cli/verbs.h"
#include "verifier/catalogue.h"

namespace anchorhold::cli {
namespace {

json::Value check_json(const Check& check) {
  return json::Value::object({{"check", check.id},
                              {"stage", stage_name(check.stage)},
                              {"expected", check.expected},
                              {"why", check.why},
                              {"advice", check.advice},
                              {"clause", check.clause}});
}

void print_check(const Context& context, const Check& check) {
  const auto line = [&](std::string_view label, std::string_view text) {
    context.print("  " + std::string(label) + std::string(text));
  };
  context.print(check.id);
  line("why       ", check.why);
  line("expected  ", check.expected);
  line("if it fails  ", check.advice);
  line("source    ", check.clause);
  line("stage     ", stage_name(check.stage));
}

Status list_checks(const Context& context) {
  json::Array all;
  for (const Check* check : verifier::catalogue()) {
    if (context.json) {
      all.push_back(check_json(*check));
    } else {
      context.print(std::string(check->id) + "  " + std::string(check->expected));
    }
  }
  if (context.json) context.print_json(json::Value(std::move(all)));
  return {};
}

Status explain_check(const Context& context, const std::string& id) {
  if (id.empty()) return list_checks(context);
  const Check* check = verifier::find_check(id);
  if (check == nullptr) {
    return Error{Code::invalid_argument, id, "no check has this name"}.advise(
        "did you mean " + std::string(verifier::closest_check(id)) +
        "? `anchorhold why` lists all of them");
  }
  if (context.json) {
    context.print_json(check_json(*check));
  } else {
    print_check(context, *check);
  }
  return {};
}

}  // namespace

void add_why(CLI::App& app, Context& context) {
  auto id = std::make_shared<std::string>();
  CLI::App* verb =
      app.add_subcommand("why", "explain a check: what it proves, and what to do when it fails");
  verb->add_option("check", *id, "its name, as findings show it; none: list all checks");
  verb->callback([&context, id] { context.run([&] { return explain_check(context, *id); }); });
}

}  // namespace anchorhold::cli
