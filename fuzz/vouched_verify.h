#pragma once
// What the targets have in common whose evidence a given key vouches for.

#include "check.h"
#include "claim_edits.h"
#include "claims/verification.h"

namespace anchorhold::fuzz {

// VouchedFormat: evidence of a forge, and what the fuzzer does with it.
struct VouchedFormat {
  Bytes good;
  Verification expected;  // of `good`
  Digest256 anchor;
  Verification (*verify)(ByteView evidence);
  Bytes (*sign)(FuzzedDataProvider& in);  // evidence with things wrong, often well signed
  void (*promise)(const Claims& claims);  // holds for all that is accepted
};

// vouched_format: of a forge with good() and anchor_key().
template <class Forge>
VouchedFormat vouched_format(const Forge& forge, decltype(VouchedFormat::verify) verify,
                             decltype(VouchedFormat::sign) sign,
                             decltype(VouchedFormat::promise) promise) {
  return {.good = forge.good(),
          .expected = verify(forge.good()),
          .anchor = forge.anchor_key().spki_sha256(),
          .verify = verify,
          .sign = sign,
          .promise = promise};
}

// run_vouched: what was altered after signing is refused or says the same; what is accepted ends at
// the anchor and keeps the format's promise.
inline void run_vouched(const VouchedFormat& format, ByteView input) {
  FuzzedDataProvider in(input.data(), input.size());
  const bool alter_only = in.ConsumeBool();
  Bytes evidence = alter_only ? format.good : format.sign(in);
  if (alter_only) flips(in, evidence, 8);
  const Verification result = format.verify(evidence);
  check(result.claims.has_value() == result.findings.accepted());
  if (!result.claims) return;
  const Claims& claims = **result.claims;
  check(claims.root == format.anchor);
  format.promise(claims);
  if (alter_only) check(claims.vendor == (*format.expected.claims)->vendor);
}

}  // namespace anchorhold::fuzz
