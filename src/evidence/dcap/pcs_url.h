#pragma once
// Where Intel's Provisioning Certification Service keeps the collateral of a quote. Source: Intel
// PCS API version 4.

#include <string>
#include <string_view>

#include "evidence/dcap/pck_name.h"
#include "evidence/dcap/tcb_input.h"

namespace anchorhold::dcap {

inline constexpr std::string_view pcs_site = "https://api.trustedservices.intel.com";
inline constexpr std::string_view intel_certificates_site =
    "https://certificates.trustedservices.intel.com";

// PckCa: which of Intel's two authorities certified a platform.
enum class PckCa : uint8_t { processor, platform };

std::string_view pck_ca_name(PckCa ca);  // "processor", "platform", as the service names them

// tcb_info_url, qe_identity_url: signed JSON; the signers' chain is in a header of the answer.
std::string tcb_info_url(std::string_view site, TeeType tee, const ByteArray<6>& fmspc);
std::string qe_identity_url(std::string_view site, TeeType tee);
// pck_crl_url: DER; the CA's own chain is in a header. root_crl_url: DER.
std::string pck_crl_url(std::string_view site, PckCa ca);
std::string root_crl_url(std::string_view site);
// pck_certificate_url: PEM, by a PPID encrypted to Intel's RSA-3072 key. The service demands a
// subscription key of those who ask it directly.
std::string pck_certificate_url(std::string_view site, const PckName& name);

// Headers of answers, percent-encoded PEM.
inline constexpr std::string_view identity_chain_header = "SGX-Enclave-Identity-Issuer-Chain";
inline constexpr std::string_view pck_crl_chain_header = "SGX-PCK-CRL-Issuer-Chain";

}  // namespace anchorhold::dcap
