#pragma once
// SPDM 1.1 measurements as NVIDIA's devices report them: the GET_MEASUREMENTS request and the
// signed MEASUREMENTS response, one after the other.

#include <map>

#include "base/bytes.h"
#include "base/result.h"
#include "evidence/nvgpu/opaque.h"

namespace anchorhold::nvgpu {

// Report: nothing in it is proven. The signature covers the first `signed_size` bytes: request and
// response without the signature itself.
struct Report {
  ByteArray<32> nonce{};                   // of the request: the relying party's
  ByteArray<32> device_nonce{};            // of the response
  uint8_t slot = 0;                        // of the certificate chain
  std::map<unsigned, Bytes> measurements;  // by SPDM index, from 1
  OpaqueData opaque;
  size_t signed_size = 0;
  Bytes signature;  // ECDSA P-384, raw r || s
};

// parse_report: strict: version 1.1, all measurements asked for with a signature, DMTF measurement
// blocks with distinct indices that fill the record, opaque data, and a signature of 96 bytes at
// the very end. Source: DMTF DSP0274 1.1.1, sections 10.11.1 and 10.11.2.
Result<Report> parse_report(std::string_view object, ByteView bytes);

// looks_like_report: whether the bytes begin like a request that a response follows.
bool looks_like_report(ByteView bytes);

}  // namespace anchorhold::nvgpu
