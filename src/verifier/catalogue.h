#pragma once
// Catalogue: every check that exists, for `anchorhold why`.

#include <string_view>
#include <vector>

#include "base/check.h"

namespace anchorhold::verifier {

// catalogue: the checks of every format, of the appraisal and of attestation results, in the order
// in which they are made, each once.
std::vector<const Check*> catalogue();

// find_check: by id, or null.
const Check* find_check(std::string_view id);

// closest_check: the id that is nearest to what was typed, for suggestions.
std::string_view closest_check(std::string_view id);

}  // namespace anchorhold::verifier
