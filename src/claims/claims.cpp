#include "claims/claims.h"

namespace anchorhold {

const Bytes* Claims::measurement(std::string_view name) const {
  const auto found = measurements.find(name);
  return found == measurements.end() ? nullptr : &found->second;
}

}  // namespace anchorhold
