#pragma once
// Roles: what a file is to a verification.

#include <array>
#include <string_view>

#include "base/bytes.h"
#include "crypto/certificate_cache.h"

namespace anchorhold::verifier::role {

inline constexpr std::string_view certificate = "certificate";
inline constexpr std::string_view crl = "crl";
inline constexpr std::string_view public_key = "public_key";
inline constexpr std::string_view tpm_public = "tpm_public";    // TPMT_PUBLIC
inline constexpr std::string_view tcb_info = "tcb_info";        // Intel PCS JSON
inline constexpr std::string_view qe_identity = "qe_identity";  // Intel PCS JSON
inline constexpr std::string_view rim = "rim";  // NVIDIA reference integrity manifest
inline constexpr std::string_view event_log = "event_log";
inline constexpr std::string_view pcrs = "pcrs";                  // register values
inline constexpr std::string_view quote = "quote_msg";            // TPMS_ATTEST
inline constexpr std::string_view signature = "quote_sig";        // TPMT_SIGNATURE, or bare
inline constexpr std::string_view runtime_data = "runtime_data";  // of an Azure HCL report
inline constexpr std::string_view dcap_quote = "quote";           // SGX or TD quote
inline constexpr std::string_view cert_table = "cert_table";      // of an SNP extended report
inline constexpr std::string_view uvm_endorsement = "uvm_endorsement";
inline constexpr std::string_view auth_info = "auth_info";  // SNP ID authentication

// all: the words, for options.
inline constexpr std::array<std::string_view, 16> all = {
    certificate,     crl,      public_key, tpm_public, tcb_info,     qe_identity, rim,
    event_log,       pcrs,     quote,      signature,  runtime_data, dcap_quote,  cert_table,
    uvm_endorsement, auth_info};

// looks_signed: whether the bytes begin like a certificate or revocation list, DER or PEM. Those
// that do and have no role by content are damaged, or of a form that nobody here can read.
bool looks_signed(ByteView bytes);

// by_content: the role of a file by its bytes; empty when nothing known fits. `cache` may be null;
// certificates and lists that are read to tell what they are need not be read again with it.
std::string_view by_content(ByteView bytes, crypto::CertificateCache* cache = nullptr);

}  // namespace anchorhold::verifier::role
