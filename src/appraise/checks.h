#pragma once
// The checks of an appraisal.

#include "base/check.h"
#include "base/time.h"

namespace anchorhold::appraise {

extern const Check tee_check;
extern const Check root_check;
extern const Check debug_check;
extern const Check cautions_check;
extern const Check measurements_check;
extern const Check signers_check;
extern const Check product_check;
extern const Check security_version_check;
extern const Check svn_check;
extern const Check tcb_status_check;
extern const Check tcb_date_check;
extern const Check tcb_evaluation_check;
extern const Check advisories_check;
extern const Check claim_check;
extern const Check parts_check;
extern const Check freshness_check;
extern const Check nonce_check;
extern const Check user_data_check;
extern const Check public_key_check;
extern const Check report_data_check;

CheckTable check_table();

// How far another machine's clock may run ahead of ours when its time is all there is to judge by.
inline constexpr Duration clock_skew = std::chrono::seconds(60);

// judged: the finding of a check whose expectation is the policy's.
Finding judged(const Check& check, bool good, std::string subject, std::string expected,
               std::string observed);

}  // namespace anchorhold::appraise
