// Formats whose collateral no vendor's service hands out: whoever runs the machine has it.

#include "verifier/needs/formats.h"
#include "verifier/needs/offers.h"
#include "verifier/role.h"

namespace anchorhold::verifier {
namespace {

Need present(Need need, bool there) {
  if (there) need.state = NeedState::current;
  return need;
}

bool has(const Material& material, std::string_view role) {
  return !material.all(role).empty();
}

// Things of several makers do not supersede each other: one that is current serves.
template <class Dated>
Need any_of(Need need, const std::vector<Dated>& all, Time at) {
  for (const Dated& dated : all) {
    Offers offers(at);
    offers.add(dated);
    const Need alone = offers.settle({});
    if (need.state != NeedState::current) {
      need.state = alone.state;
      need.detail = alone.detail;
    }
    need.offers.push_back(alone.offers.front());
  }
  return need;
}

Need authorities(const NeedsQuestion& question, std::string id, std::string what) {
  return any_of({.id = std::move(id), .what = std::move(what)}, question.material.certificates(),
                question.at);
}

Need lists(const NeedsQuestion& question, std::string id, std::string what, bool required) {
  return any_of({.id = std::move(id), .what = std::move(what), .required = required},
                question.material.crls(), question.at);
}

Need optional(Need need) {
  need.required = false;
  return need;
}

Needs ibm_needs(const NeedsQuestion& question) {
  Needs needs;
  needs.push_back(authorities(question, "host_key.issuers",
                              "IBM's signing certificate and the intermediate CA above it"));
  needs.push_back(lists(question, "host_key.crls", "revocation lists of each of these", true));
  return needs;
}

}  // namespace

Needs quote_needs(const Material& material) {
  const bool signature = !material.signature().empty();
  return {present({.id = "tpm.signature", .what = "signature of the quote"}, signature),
          present({.id = "tpm.pcrs",
                   .what = "values of the quoted registers; without them no register is known",
                   .required = false},
                  has(material, role::pcrs)),
          present({.id = "tpm.event_log",
                   .what = "event log; without it registers are digests only",
                   .required = false},
                  has(material, role::event_log))};
}

Result<Needs> tpm_needs(const NeedsQuestion& question) {
  const Material& material = question.material;
  Needs needs = quote_needs(material);
  if (has(material, role::tpm_public) || has(material, role::public_key)) {
    needs.push_back(
        present({.id = "tpm.key", .what = "attestation key, named as an anchor"}, true));
  } else {
    needs.push_back(
        authorities(question, "tpm.key", "certificate of the attestation key, with its issuers"));
  }
  return needs;
}

Result<Needs> tpm_certificate_needs(const NeedsQuestion& question) {
  return Needs{authorities(question, "tpm.issuers", "the certificate's issuers, root included"),
               lists(question, "tpm.crls", "revocation lists of the issuers", false)};
}

Result<Needs> arm_needs(const NeedsQuestion& question) {
  return Needs{present(
      {.id = "arm.key", .what = "the platform's attestation public key, named as an anchor"},
      has(question.material, role::public_key))};
}

Result<Needs> dice_needs(const NeedsQuestion& question) {
  return Needs{
      optional(authorities(question, "dice.issuers", "certificates above those of the chain"))};
}

Result<Needs> nvgpu_needs(const NeedsQuestion& question) {
  return Needs{
      optional(authorities(question, "nvgpu.chain",
                           "the device's certificate chain, for a report without one inside")),
      present({.id = "nvgpu.rims",
               .what = "NVIDIA's manifests of driver and VBIOS; without them no measurement is "
                       "compared",
               .required = false},
              has(question.material, role::rim))};
}

Result<Needs> hyper_protect_needs(const NeedsQuestion& question) {
  Needs needs = ibm_needs(question);
  const bool signature = !question.material.signature().empty();
  needs.push_back(
      present({.id = "hyper_protect.signature", .what = "signature of the record"}, signature));
  return needs;
}

Result<Needs> host_key_needs(const NeedsQuestion& question) {
  return ibm_needs(question);
}

Result<Needs> id_block_needs(const NeedsQuestion& question) {
  return Needs{present({.id = "snp.auth_info", .what = "ID authentication structure of the block"},
                       has(question.material, role::auth_info))};
}

Result<Needs> no_needs(const NeedsQuestion&) {
  return Needs{};
}

}  // namespace anchorhold::verifier
