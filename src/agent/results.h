#pragma once
// Results: what passed the gate, padded, encrypted and recorded for the receipt.

#include <map>
#include <string>

#include "agent/gate/gate.h"
#include "base/io.h"
#include "contract/sealed.h"
#include "receipt/body.h"

namespace anchorhold::agent {

// SealedResults: the files that leave ("NAME", "NAME.share.APPROVER", "NAME.preview") and what the
// receipt says of them.
struct SealedResults {
  std::map<std::string, Bytes> files;
  std::map<std::string, receipt::MadeOutput> made;
};

// seal_results: every output to its recipients; one that needs approval wrapped so that they cannot
// open it before the quorum. `log` is the captured log, empty without a log output.
Result<SealedResults> seal_results(const contract::SealedContract& sealed, const std::string& run,
                                   const Outputs& outputs, const Bytes& log, Random& random);

}  // namespace anchorhold::agent
