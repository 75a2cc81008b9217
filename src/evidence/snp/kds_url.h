#pragma once
// Where AMD's Key Distribution Service keeps the certificates and lists of a report. Source: AMD
// 57230 (VCEK Certificate and KDS Interface Specification), chapter 4.

#include <string>
#include <string_view>

#include "evidence/snp/report.h"

namespace anchorhold::snp {

inline constexpr std::string_view kds_site = "https://kdsintf.amd.com";

// vcek_url: the VCEK of this chip at this TCB, as DER. Turin's hardware ids have 8 bytes, and its
// TCB has an FMC; the patch levels have two digits at least.
std::string vcek_url(std::string_view site, Product product, const ByteArray<64>& chip_id,
                     const TcbVersion& tcb);

// cert_chain_url: ASK (or ASVK) and ARK, as PEM. crl_url: the ARK's list, as DER. Both differ for
// VCEKs and VLEKs.
std::string cert_chain_url(std::string_view site, Product product, SigningKey key);
std::string crl_url(std::string_view site, Product product, SigningKey key);

}  // namespace anchorhold::snp
