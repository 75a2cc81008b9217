#include "evidence/tpm/attester.h"

#include <algorithm>

#include "base/hex.h"
#include "crypto/hash.h"
#include "evidence/tpm/anchors.h"
#include "evidence/tpm/checks.h"
#include "evidence/tpm/key_certificate.h"

namespace anchorhold::tpm {
namespace {

const std::string key_subject = "attestation key";

std::string key_text(const crypto::SubjectKey& key) {
  return std::string(crypto::key_kind_name(key.kind())) + " key, SPKI SHA-256 " +
         to_hex(key.spki_sha256());
}

// The certificate among all given ones that is the key's; never a CA's.
const crypto::Certificate* certificate_of(const crypto::SubjectKey& key,
                                          const QuoteInputs& inputs) {
  if (inputs.ak_certificate != nullptr) return inputs.ak_certificate;
  const auto found = std::ranges::find_if(inputs.certificates, [&](const auto& certificate) {
    return certificate.key == key &&
           !(certificate.basic_constraints && certificate.basic_constraints->ca);
  });
  return found == inputs.certificates.end() ? nullptr : &*found;
}

// Whether a certificate has a say: without a path, the key's own certificate adds nothing to a key
// that is itself an anchor. Another key's is judged, and refused.
bool leads_to_anchor(const crypto::Certificate* certificate, const crypto::SubjectKey& key,
                     const TrustInputs& trust) {
  if (certificate == nullptr) return false;
  return certificate->key != key ||
         find_path(*certificate, trust.certificates, trust.given, trust.cache).has_value();
}

void no_certificate(CheckRun& run, std::string_view reason) {
  for (const Check* check : {&ak_key_check, &ak_usage_check, &instance_check, &validity_check,
                             &links_check, &crl_check, &revocation_check}) {
    run.not_applicable(*check, std::string(reason));
  }
}

void judge_attributes(CheckRun& run, const AttestationKey& key, Claims& claims) {
  if (!key.area) {
    run.not_applicable(ak_attributes_check, "this form of the key does not tell its attributes");
    return;
  }
  claims.vendor["ak_name"] = key.area->name;
  run.judge(ak_attributes_check, key_subject,
            check_attestation_key_attributes(key.area->attributes),
            "a restricted signing key, fixed to its TPM, which made it");
}

// A key that was remembered has its form for the next signature check ready.
Result<AttestationKey> read_key(ByteView bytes, const crypto::CertificateCache* cache) {
  if (cache != nullptr) {
    if (const auto known = cache->recall<AttestationKey>(crypto::sha256(bytes))) return *known;
  }
  return read_attestation_key(bytes);
}

}  // namespace

std::optional<AttestationKey> judge_key(CheckRun& run, const QuoteInputs& inputs,
                                        const crypto::CertificateCache* cache, Claims& claims) {
  if (!inputs.ak_public) {
    if (inputs.ak_certificate == nullptr) {
      run.fail(ak_form_check, key_subject, "neither the key nor its certificate was given");
      return std::nullopt;
    }
    const AttestationKey key{.key = inputs.ak_certificate->key, .area = std::nullopt};
    run.pass(ak_form_check, key_subject, key_text(key.key) + ", from its certificate");
    judge_attributes(run, key, claims);
    return key;
  }
  auto key = read_key(*inputs.ak_public, cache);
  if (!key.ok()) {
    run.fail(ak_form_check, key_subject, key.error().to_string());
    return std::nullopt;
  }
  run.pass(ak_form_check, key_subject, key_text(key->key));
  judge_attributes(run, *key, claims);
  return std::move(key).value();
}

void remember_key(const AttestationKey& key, const QuoteInputs& inputs,
                  crypto::CertificateCache& cache) {
  if (!inputs.ak_public) return;
  const Digest256 digest = crypto::sha256(*inputs.ak_public);
  if (cache.recall<AttestationKey>(digest) != nullptr) return;
  cache.remember_fact(digest, std::make_shared<const AttestationKey>(key),
                      inputs.ak_public->size());
}

void judge_key_trust(CheckRun& run, const AttestationKey& key, const QuoteInputs& inputs,
                     const TrustInputs& trust, Claims& claims) {
  const Digest256& digest = key.key.spki_sha256();
  const bool anchored = names(trust.given, digest);
  claims.vendor["ak_public"] = key.key.spki();
  claims.root = digest;
  const crypto::Certificate* certificate = certificate_of(key.key, inputs);
  if (certificate == nullptr && !anchored) {
    run.fail(root_check, key_subject, "no certificate of the key, and the key is no given anchor");
    return no_certificate(run, "the key has no certificate");
  }
  if (anchored && !leads_to_anchor(certificate, key.key, trust)) {
    run.pass(root_check, key_subject, "the key itself is a given anchor");
    return no_certificate(run, "the key is trusted by itself");
  }
  if (certificate->key == key.key) {
    run.pass(ak_key_check, key_subject, "the certificate is this key's");
  } else {
    run.fail(ak_key_check, key_subject, "the certificate is of a " + key_text(certificate->key));
  }
  run.judge(ak_usage_check, key_subject, check_ak_usage(*certificate), "may sign, may not decrypt");
  judge_instance(run, key_subject, *certificate, claims);
  const auto found = judge_certificate(run, key_subject, *certificate, trust);
  if (!found) return;
  claims.hardware_rooted = found->vendor_root;
  claims.root = found->root;
}

}  // namespace anchorhold::tpm
