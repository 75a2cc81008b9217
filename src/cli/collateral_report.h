#pragma once
// The needs of evidence, for people and as JSON.

#include "cli/context.h"
#include "verifier/collateral_needs.h"

namespace anchorhold::cli {

json::Value needs_json(const verifier::CollateralNeeds& needs, Time at);

// print_list: everything with its sources. print_check: what is wrong, and a closing line.
void print_list(const Context& context, const verifier::CollateralNeeds& needs);
void print_check(const Context& context, const std::string& name,
                 const verifier::CollateralNeeds& needs);

}  // namespace anchorhold::cli
