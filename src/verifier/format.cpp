#include "verifier/format.h"

#include <algorithm>
#include <array>

namespace anchorhold::verifier {

std::span<const Format> formats() {
  // Formats with a mark of their own come first; those told by size or by little come last.
  static const std::array<Format, 18> all = {
      dcap_format,         azure_format,           tpm_format,           snp_format,
      nsm_format,          nitro_tpm_format,       cca_format,           psa_format,
      cmw_format,          nvgpu_format,           hyper_protect_format, host_key_format,
      ratls_format,        tpm_certificate_format, event_log_format,     dice_format,
      snp_id_block_format, keystone_format};
  return all;
}

const Format* recognise(ByteView evidence) {
  const auto found = std::ranges::find_if(
      formats(), [&](const Format& format) { return format.recognises(evidence); });
  return found == formats().end() ? nullptr : &*found;
}

const Format* find_format(std::string_view name) {
  const auto found = std::ranges::find(formats(), name, &Format::name);
  return found == formats().end() ? nullptr : &*found;
}

}  // namespace anchorhold::verifier
