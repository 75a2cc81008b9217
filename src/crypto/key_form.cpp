#include "crypto/key_form.h"

namespace anchorhold::crypto {
const KeyForm& form_of(Algorithm algorithm) {
  return key_forms[static_cast<size_t>(algorithm)];
}

std::string_view algorithm_name(Algorithm algorithm) {
  return form_of(algorithm).name;
}
std::string_view jose_name(Algorithm algorithm) {
  return form_of(algorithm).jose;
}
size_t raw_key_size(Algorithm algorithm) {
  return form_of(algorithm).raw_size;
}
size_t signature_size(Algorithm algorithm) {
  return form_of(algorithm).signature_size;
}

}  // namespace anchorhold::crypto
