#pragma once
// What fuzz targets do to forged claims before they are signed, and to bytes after.

#include <fuzzer/FuzzedDataProvider.h>

#include "testkit/forged_cose.h"
#include "testkit/forged_nsm.h"

namespace anchorhold::fuzz {

inline Bytes take_bytes(FuzzedDataProvider& in, size_t most) {
  return in.ConsumeBytes<uint8_t>(in.ConsumeIntegralInRange<size_t>(0, most));
}

inline void flip(FuzzedDataProvider& in, Bytes& bytes) {
  if (bytes.empty()) return;
  bytes[in.ConsumeIntegralInRange<size_t>(0, bytes.size() - 1)] ^= in.ConsumeIntegral<uint8_t>();
}

// flips: up to `most` bytes changed.
inline void flips(FuzzedDataProvider& in, Bytes& bytes, unsigned most) {
  for (unsigned n = in.ConsumeIntegralInRange(0U, most); n > 0; --n) flip(in, bytes);
}

// edit_claims: up to four claims replaced, repeated or taken out.
inline void edit_claims(FuzzedDataProvider& in, testkit::ClaimMap& claims) {
  for (unsigned n = in.ConsumeIntegralInRange(0U, 4U); n > 0; --n) {
    const auto labels = claims.labels();
    if (labels.empty()) return;
    const int64_t label = labels[in.ConsumeIntegralInRange<size_t>(0, labels.size() - 1)];
    switch (in.ConsumeIntegralInRange(0, 6)) {
      case 0:
        claims.remove(label);
        break;
      case 1:
        claims.set(label, testkit::cbor_bytes(take_bytes(in, 130)));
        break;
      case 2:
        claims.set(label, testkit::cbor_bytes(Bytes(in.PickValueInArray({8U, 32U, 48U, 64U}), 1)));
        break;
      case 3:
        claims.set(label, testkit::cbor_uint(in.ConsumeIntegral<uint64_t>()));
        break;
      case 4:
        claims.append(in.ConsumeIntegral<int16_t>(), testkit::cbor_uint(1));
        break;
      case 5:
        claims.append(label, take_bytes(in, 40));
        break;
      default:
        claims.set(label, take_bytes(in, 40));
    }
  }
}

}  // namespace anchorhold::fuzz
