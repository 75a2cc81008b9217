#pragma once
// RollbackAnchor: the newest checkpoint kept outside the store, so that a restored old store is
// noticed.

#include <memory>
#include <string>

#include "broker/checkpoint.h"
#include "broker/store.h"

namespace anchorhold::broker {

// RollbackAnchor is a place for one checkpoint. Keep it where whoever can restore the store cannot
// write.
class RollbackAnchor {
 public:
  virtual ~RollbackAnchor() = default;
  // load: not_found when nothing was ever written.
  virtual Result<std::string> load() = 0;
  // save: returns when the checkpoint is on the disk.
  virtual Status save(std::string_view checkpoint) = 0;
};

// file_anchor: a file, replaced atomically.
std::unique_ptr<RollbackAnchor> file_anchor(std::string path);

// check_anchor: proves that the store's log contains the anchored one as its beginning. denied: the
// store is behind its anchor or has another history; an anchor without a checkpoint is refused
// unless the log is empty.
Status check_anchor(Transaction& store, RollbackAnchor& anchor, const LogVerifier& log);

}  // namespace anchorhold::broker
