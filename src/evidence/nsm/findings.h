#pragma once
// The checks of NSM documents: their ids, what each expects, and the rule's source.

#include <string>

#include "base/finding.h"

namespace anchorhold::nsm {

// Check: one entry of the table of checks.
struct Check {
  std::string_view id;
  std::string_view expected;
  std::string_view clause;
  std::string_view advice;
};

extern const Check structure_check;
extern const Check root_check;
extern const Check certificates_check;
extern const Check links_check;
extern const Check validity_check;
extern const Check signature_check;
extern const Check module_id_check;
extern const Check instance_check;

Finding passed(const Check& check, std::string subject, std::string observed);
Finding failed(const Check& check, std::string subject, std::string observed);
// not_run: a check that an earlier failure left without anything to look at. It stands in the way
// of acceptance too.
Finding not_run(const Check& check, std::string reason);

}  // namespace anchorhold::nsm
