#pragma once
// Hostile text made fit for messages.

#include <string>
#include <string_view>

namespace anchorhold {

// printable: `text` with every control byte and byte outside ASCII as \xNN, at most 80 of them: for
// showing in errors what was refused.
std::string printable(std::string_view text);

}  // namespace anchorhold
