#pragma once
// EFI device paths, as far as they name files.

#include <string>

#include "base/bytes.h"

namespace anchorhold::eventlog {

// image_path: the file path in a UEFI_IMAGE_LOAD_EVENT; empty when there is none, as for images
// from a buffer or in firmware, or when the event cannot be read. A path is not measured.
// Sources: TCG PC Client Platform Firmware Profile, section 10.2.3; UEFI specification,
// section 10.3.5.4.
std::string image_path(ByteView event_data);

}  // namespace anchorhold::eventlog
