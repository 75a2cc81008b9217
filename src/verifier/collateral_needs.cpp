#include "verifier/collateral_needs.h"

#include <algorithm>
#include <array>

#include "evidence/dcap/pcs_url.h"
#include "evidence/snp/kds_url.h"
#include "verifier/format.h"
#include "verifier/needs/formats.h"
#include "verifier/verify.h"

namespace anchorhold::verifier {
namespace {

struct FormatNeeds {
  std::string_view format;
  Result<Needs> (*needs)(const NeedsQuestion& question);
  std::string_view note;
};

constexpr std::string_view no_service =
    "No service hands these out to everybody: whoever runs the machine has them.";

constexpr std::array<FormatNeeds, 18> table = {{
    {"snp", snp_needs, "AMD's roots (ARK) are compiled in."},
    {"dcap", dcap_needs, "Intel's root is known by its key; its certificate comes in the chains."},
    {"azure-vtpm", azure_needs, "The report vouches for the virtual TPM's attestation key."},
    {"tpm", tpm_needs, no_service},
    {"tpm-certificate", tpm_certificate_needs, no_service},
    {"nitro", no_needs,
     "Nothing: the document holds its certificates, and AWS's root is compiled in."},
    {"nitro-tpm", no_needs,
     "Nothing: the document holds its certificates, and AWS's root is compiled in."},
    {"cca", arm_needs, no_service},
    {"psa", arm_needs, no_service},
    {"dice", dice_needs, "The key at which the chain ends must be named as an anchor."},
    {"keystone", no_needs, "Nothing: the device's key must be named as an anchor."},
    {"nvgpu", nvgpu_needs, "NVIDIA's root is compiled in; its RIM service hands out manifests."},
    {"hyper-protect", hyper_protect_needs, no_service},
    {"host-key", host_key_needs, "IBM publishes certificates and lists beside the document."},
    {"snp-id-block", id_block_needs, no_service},
    {"cmw", cmw_needs, "A wrapper needs what its parts do."},
    {"ratls", ratls_needs, "The certificate needs what the evidence inside it does."},
    {"event-log", no_needs, "Only a quote proves what a log tells: give it beside the log."},
}};

const FormatNeeds* find_needs(const Format& format) {
  const auto found = std::ranges::find(table, format.name, &FormatNeeds::format);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace

VendorSites VendorSites::vendors() {
  return {std::string(snp::kds_site), std::string(dcap::pcs_site),
          std::string(dcap::intel_certificates_site)};
}

std::string_view need_state_name(NeedState state) {
  static constexpr std::array<std::string_view, 6> names = {
      "current", "missing", "stale", "not yet valid", "superseded", "of another platform"};
  return names[static_cast<size_t>(state)];
}

bool Need::satisfied() const {
  return state == NeedState::current || (state == NeedState::missing && !required) ||
         (state == NeedState::other_platform && !required);
}

bool CollateralNeeds::satisfied() const {
  return std::ranges::all_of(needs, &Need::satisfied);
}

const Need* CollateralNeeds::find(std::string_view id) const {
  const auto found = std::ranges::find(needs, id, &Need::id);
  return found == needs.end() ? nullptr : &*found;
}

Result<CollateralNeeds> collateral_needs(const NeedsQuestion& question, std::string_view format) {
  CollateralNeeds out;
  AH_ASSIGN(out.format, choose_format(question.evidence, format));
  const FormatNeeds* known = find_needs(*out.format);
  if (known == nullptr) {
    return Error{Code::unsupported, std::string(out.format->title),
                 "what this format needs is not known here"};
  }
  out.note = known->note;
  AH_ASSIGN(out.needs, known->needs(question));
  for (const File& file : question.material.all("")) out.unknown.push_back(file.name);
  return out;
}

}  // namespace anchorhold::verifier
