#pragma once
// Format: one kind of evidence: how it is told from others, and who verifies it.

#include <span>
#include <string_view>

#include "base/check.h"
#include "claims/verification.h"
#include "verifier/request.h"

namespace anchorhold::verifier {

struct Format {
  std::string_view name;   // one word, for options: "snp"
  std::string_view title;  // "AMD SEV-SNP attestation report"
  bool (*recognises)(ByteView evidence);
  Verification (*verify)(const Request& request);
  CheckTable (*checks)();
};

// formats: all of them, the most telling first.
std::span<const Format> formats();

// recognise: the first format whose marks the bytes bear, or null.
const Format* recognise(ByteView evidence);

// find_format: by name, or null.
const Format* find_format(std::string_view name);

// The formats, each in its own file.
extern const Format nsm_format;
extern const Format nitro_tpm_format;
extern const Format snp_format;
extern const Format snp_id_block_format;
extern const Format dcap_format;
extern const Format tpm_format;
extern const Format tpm_certificate_format;
extern const Format azure_format;
extern const Format cca_format;
extern const Format psa_format;
extern const Format nvgpu_format;
extern const Format keystone_format;
extern const Format hyper_protect_format;
extern const Format host_key_format;
extern const Format dice_format;
extern const Format ratls_format;
extern const Format event_log_format;
extern const Format cmw_format;

}  // namespace anchorhold::verifier
