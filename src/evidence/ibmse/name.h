#pragma once
// IBM's distinguished names, and the liberties that its certificates take with them.

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace anchorhold::ibmse {

// Name: the attributes as (dotted type, value), in the order of the DER. Empty when the DER is not
// a Name.
using Name = std::vector<std::pair<std::string, std::string>>;
Name read_name(ByteView der);

// same_name: equal but for the order of the attributes, and for the locality where one says
// Poughkeepsie and the other Armonk: IBM's host key documents and revocation lists name their
// issuer in both ways. Source: s390-tools, libpv, verification of host key documents.
bool same_name(ByteView a, ByteView b);

// is_key_signing_service: the subject of the certificates that sign host key documents: country US,
// state New York, locality Poughkeepsie or Armonk, organization and common name "International
// Business Machines Corporation", an organizational unit that ends in "Key Signing Service", and
// nothing else.
bool is_key_signing_service(ByteView subject);

// is_ibm: whether the subject's organization is "International Business Machines Corporation".
bool is_ibm(ByteView subject);

}  // namespace anchorhold::ibmse
