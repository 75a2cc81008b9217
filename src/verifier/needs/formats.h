#pragma once
// What each format needs. Each function is for evidence of its own format and is an error when that
// cannot be read.

#include "verifier/collateral_needs.h"

namespace anchorhold::verifier {

using Needs = std::vector<Need>;

// snp_needs: VCEK or VLEK of the report's chip and TCB, its issuer, and the root's list.
Result<Needs> snp_needs(const NeedsQuestion& question);

// dcap_needs: PCK certificate and CA, TCB info, identity, their signing certificate, two lists.
Result<Needs> dcap_needs(const NeedsQuestion& question);

// azure_needs: those of the hardware's report, and the virtual TPM's quote.
Result<Needs> azure_needs(const NeedsQuestion& question);

// cmw_needs, ratls_needs: those of the evidence inside.
Result<Needs> cmw_needs(const NeedsQuestion& question);
Result<Needs> ratls_needs(const NeedsQuestion& question);

// Formats whose collateral comes from whoever runs the machine, and not from a service.
Result<Needs> tpm_needs(const NeedsQuestion& question);
Result<Needs> tpm_certificate_needs(const NeedsQuestion& question);
Result<Needs> arm_needs(const NeedsQuestion& question);
Result<Needs> dice_needs(const NeedsQuestion& question);
Result<Needs> nvgpu_needs(const NeedsQuestion& question);
Result<Needs> hyper_protect_needs(const NeedsQuestion& question);
Result<Needs> host_key_needs(const NeedsQuestion& question);
Result<Needs> id_block_needs(const NeedsQuestion& question);
Result<Needs> no_needs(const NeedsQuestion& question);

// quote_needs: signature and register values of a TPM quote.
Needs quote_needs(const Material& material);

}  // namespace anchorhold::verifier
