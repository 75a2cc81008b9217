#pragma once
// The root under which IBM's signing certificates stand.

#include "base/bytes.h"

namespace anchorhold::ibmse {

// digicert_root: SHA-256 of the certificate "CN=DigiCert Trusted Root G4". It is a public
// authority's: below it, only the signer's name tells that it is IBM's.
const Digest256& digicert_root();

}  // namespace anchorhold::ibmse
