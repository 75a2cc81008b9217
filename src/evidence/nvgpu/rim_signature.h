#pragma once
// The Signature element of a RIM.

#include "evidence/nvgpu/rim.h"
#include "evidence/nvgpu/xml.h"

namespace anchorhold::nvgpu {

// read_signature: fills the signature's part of `rim`. Everything that could make the signature
// mean something else than "the whole document, by this key" is unsupported.
Status read_signature(std::string_view object, const xml::Element& signature,
                      crypto::CertificateCache* cache, Rim& rim);

}  // namespace anchorhold::nvgpu
