#include "evidence/snp/dates.h"

#include <algorithm>

#include "crypto/x509_path.h"

namespace anchorhold::snp {

Time nearest_valid(Path path, Time at) {
  Time not_before = path.front()->not_before;
  Time not_after = path.front()->not_after;
  for (const crypto::Certificate* certificate : path) {
    not_before = std::max(not_before, certificate->not_before);
    not_after = std::min(not_after, certificate->not_after);
  }
  return not_before <= not_after ? std::clamp(at, not_before, not_after) : at;
}

void judge_dates(const Check& check, Path path, Time at, CheckRun& run) {
  for (const crypto::Certificate* certificate : path) {
    const Status valid = crypto::check_validity(*certificate, at);
    if (valid.ok()) continue;
    run.fail(check, certificate->subject_common_name, valid.error().to_string());
    return;
  }
  run.pass(check, path.front()->subject_common_name, format_time(at));
}

}  // namespace anchorhold::snp
