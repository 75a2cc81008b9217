#pragma once
// What a CCA token says, in the shape of every TEE.

#include "evidence/cca/token.h"

namespace anchorhold::cca {

void add_platform(const PlatformClaims& platform, Claims& claims);
void add_realm(const RealmClaims& realm, Claims& claims);

}  // namespace anchorhold::cca
