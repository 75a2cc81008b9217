#pragma once
// errno as an Error of this project.

#include <string>

#include "base/result.h"

namespace anchorhold::os {

// system_error: "object: action: No such file or directory". The code follows from `error_number`:
// ENOENT is not_found, EEXIST conflict, EACCES and EPERM denied, everything else unavailable.
Error system_error(std::string object, std::string_view action, int error_number);

}  // namespace anchorhold::os
