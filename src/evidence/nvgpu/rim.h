#pragma once
// NVIDIA's reference integrity manifests (RIM): SWID tags with the measurements that a driver or a
// firmware must have, signed as XML.

#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/x509.h"

namespace anchorhold::nvgpu {

enum class RimKind : uint8_t { driver, vbios };
std::string_view rim_kind_name(RimKind kind);

// Reference: what the measurement at `index`, counted from 0, may be. The report's SPDM index is
// one more. Only active references are compared.
struct Reference {
  unsigned index = 0;
  bool active = false;
  std::vector<Bytes> alternatives;
};

// Rim: nothing in it is proven. Everything but the certificates and the signature is read from the
// canonical bytes that the signature covers.
struct Rim {
  RimKind kind = RimKind::driver;
  std::string product;  // "GH100", "LS10"
  std::string version;  // "535.86.09", "96.00.5E.00.01"
  std::string tag_id;
  std::vector<Reference> references;

  Bytes content;                                  // the signed document, canonical
  Bytes stated_digest;                            // SHA-384 of `content`, as SignedInfo states it
  Bytes signed_info;                              // canonical
  Bytes signature;                                // ECDSA P-384, raw r || s, over `signed_info`
  std::vector<crypto::Certificate> certificates;  // of KeyInfo
};

// parse_rim: exactly the form that NVIDIA signs: one enveloped signature with one reference to the
// whole document, Canonical XML 1.1, SHA-384 and ECDSA; measurements with distinct indices, and as
// many values as each one announces. Other algorithms, transforms and resources are unsupported.
// Sources: ISO/IEC 19770-2:2015; TCG Reference Integrity Manifest Information Model 1.01; W3C XML
// Signature 1.1.
Result<Rim> parse_rim(std::string_view object, ByteView bytes,
                      crypto::CertificateCache* cache = nullptr);

// looks_like_rim: whether the bytes begin like a SWID tag.
bool looks_like_rim(ByteView bytes);

}  // namespace anchorhold::nvgpu
