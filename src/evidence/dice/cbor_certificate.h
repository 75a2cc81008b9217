#pragma once
// CBOR certificates of the Open Profile for DICE: CWTs in COSE_Sign1.

#include <variant>
#include <vector>

#include "codec/cose.h"
#include "evidence/dice/layer.h"

namespace anchorhold::dice {

// CborCertificate: views into its bytes; nothing is proven.
struct CborCertificate {
  cose::Message message;
  std::string issuer;
  std::string subject;
  crypto::SubjectKey key;
  bool signs_certificates = false;  // keyUsage has keyCertSign
  std::optional<Time> not_before;   // CWT nbf and exp, which the profile leaves out
  std::optional<Time> not_after;
  Layer layer;
};

// CborChain: certificates from the device's to the leaf. One that comes alone has no `root`; a
// chain of Android's form begins with the device's own key.
struct CborChain {
  std::optional<crypto::SubjectKey> root;
  std::vector<CborCertificate> certificates;
};

// looks_like_cbor_chain: whether the first byte can be that of a chain or certificate.
bool looks_like_cbor_chain(ByteView bytes);

// parse_cbor_chain: one certificate, or an array [COSE_Key, certificate, ...] of at most 16.
Result<CborChain> parse_cbor_chain(ByteView bytes);

}  // namespace anchorhold::dice
