#pragma once
// Sealing turns a draft into the bytes that everyone signs, and signing adds one party's agreement
// to them.

#include "base/finding.h"
#include "contract/author.h"
#include "contract/sealed.h"
#include "crypto/jws.h"
#include "image/manifest.h"

namespace anchorhold::contract {

// Measured: what one machine computed from an image and its own installed agent.
struct Measured {
  image::Manifest manifest;
  std::string image;  // OCI manifest digest, "sha256:…"
  Digest384 agent{};  // SHA-384 of the agent
  std::map<TeeKind, Measurement> registers;
};

// check_fits: does the image take this contract's inputs, outputs and arguments (the names must be
// the same on both sides), and is it made of the WebAssembly module that the contract names, if
// one?
Status check_fits(const Contract& contract, const image::Manifest& manifest);

// check_manifest: check_fits, and no debug image: its registers are zero.
Status check_manifest(const Contract& contract, const image::Manifest& manifest);

// seal: the canonical payload. Refused: an image other than the one named or with other
// inputs and outputs, an accepted TEE without
// registers in `measured`, a contract that has expired at `now`.
Result<Bytes> seal(const Draft& draft, const Files& files, const Measured& measured, Time now);

// check_measured: one finding for image, agent and each register of each TEE against what the
// signer computed itself.
Findings check_measured(const Contract& contract, const Measured& measured);

// sign: adds the signature of `party`. Refused: no such party, `key` is not the signing key that
// the contract names for it, a party that has signed already. The caller first shows check_measured
// and refuses on a failure.
Result<std::string> sign(const SealedContract& contract, std::string_view party,
                         const crypto::PrivateKey& key);

}  // namespace anchorhold::contract
