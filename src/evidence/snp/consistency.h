#pragma once
// The agreement of a report with its key's certificate, and with itself.

#include <optional>

#include "base/check.h"
#include "base/result.h"
#include "evidence/snp/chain.h"
#include "evidence/snp/key_certificate.h"
#include "evidence/snp/report.h"

namespace anchorhold::snp {

// judge_key: snp.key: the certificate could be read and is of the kind that SIGNING_KEY names,
// under an issuer of that kind.
bool judge_key(const Report& report, const Chain& chain, const Result<KeyCertificate>& key,
               CheckRun& run);

// judge_product: snp.product: root, certificate and CPUID name one product; nullopt when it failed.
// Bergamo and Siena count as Genoa, whose root they have.
std::optional<Product> judge_product(const Report& report, const Chain& chain,
                                     const KeyCertificate& key, CheckRun& run);

// judge_chip: snp.chip: hwID is CHIP_ID. A report of all zeros names no chip: under a VLEK that is
// the rule, under a VCEK the platform masks it, and the key itself is the chip's.
void judge_chip(const Report& report, const KeyCertificate& key, CheckRun& run);

// judge_consistency: snp.policy, snp.vmpl and snp.firmware.
void judge_consistency(const Report& report, CheckRun& run);

}  // namespace anchorhold::snp
