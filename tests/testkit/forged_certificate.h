#pragma once
// What crypto's own builder of certificates does not make: extensions of vendors, and revocation
// lists.

#include <optional>
#include <vector>

#include "base/time.h"
#include "codec/der.h"
#include "crypto/keys.h"

namespace anchorhold::testkit {

// with_extension: the certificate with one more extension at the end, signed anew. `value` is the
// content of extnValue.
Bytes with_extension(ByteView certificate, const der::Oid& oid, bool critical, ByteView value,
                     const crypto::PrivateKey& issuer_key);

// CrlSpec: a revocation list. As it stands it is good for a day around `this_update`.
struct CrlSpec {
  Bytes issuer;  // DER Name
  Time this_update;
  std::optional<Time> next_update;
  std::vector<Bytes> serials = {};  // revoked, magnitudes
  std::optional<Bytes> authority_key_id = {};
};

// forge_crl: the DER list, version 2.
Bytes forge_crl(const CrlSpec& spec, const crypto::PrivateKey& issuer_key);

}  // namespace anchorhold::testkit
