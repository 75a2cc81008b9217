#pragma once
// Verification of NSM documents: signature, certificate chain, dates, and the agreement of names
// with the anchor.

#include <optional>
#include <span>

#include "base/finding.h"
#include "base/time.h"
#include "base/verified.h"
#include "crypto/certificate_cache.h"
#include "evidence/nsm/anchor.h"
#include "evidence/nsm/document.h"

namespace anchorhold::nsm {

// AnchoredDocument: a document's content together with the anchor at which its chain ended.
struct AnchoredDocument : Document {
  Anchor anchor;
};

// Verification: every check with its outcome; `document` is set exactly when all of them passed.
struct Verification {
  Findings findings;
  std::optional<Verified<AnchoredDocument>> document;
};

// verify_document: proves that the holder of the leaf's key signed these bytes, that the leaf
// chains link by link to the root that one of `anchors` names, that every certificate was valid at
// `at`, and that the document's names fit its chain and its anchor. What it does not judge is left
// to appraise: registers, debug, freshness, nonce, user_data, public_key. `cache` may be null.
// Checks: nsm.structure, nsm.chain.root, nsm.chain.certificates, nsm.chain.links,
// nsm.chain.validity, nsm.signature, nsm.module_id, nsm.instance. Source:
// aws-nitro-enclaves-nsm-api, docs/attestation_process.md §3.2.
Verification verify_document(const Unverified<ParsedDocument>& parsed,
                             std::span<const Anchor> anchors, Time at,
                             crypto::CertificateCache* cache);
Verification verify_document(const Unverified<ParsedDocument>& parsed, const Anchor& anchor,
                             Time at, crypto::CertificateCache* cache);

// The same from the document's bytes; a document that does not parse fails nsm.structure.
Verification verify_document(ByteView bytes, std::span<const Anchor> anchors, Time at,
                             crypto::CertificateCache* cache);

}  // namespace anchorhold::nsm
