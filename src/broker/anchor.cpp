#include "broker/anchor.h"

#include "broker/log.h"
#include "os/file.h"

namespace anchorhold::broker {
namespace {

constexpr size_t kMaxCheckpointBytes = size_t{16} * 1024;

class FileAnchor : public RollbackAnchor {
 public:
  explicit FileAnchor(std::string path) : path_(std::move(path)) {}

  Result<std::string> load() override {
    AH_ASSIGN(const Bytes bytes, os::read_file(path_, kMaxCheckpointBytes));
    return string_of(bytes);
  }
  Status save(std::string_view checkpoint) override {
    return os::write_file(path_, bytes_of(checkpoint));
  }

 private:
  std::string path_;
};

Error behind(std::string message) {
  return Error{Code::denied, "keystore", std::move(message)}.advise(
      "it was restored from an old copy: bring back the newest one; releasing from this one could "
      "exceed the budget");
}

}  // namespace

std::unique_ptr<RollbackAnchor> file_anchor(std::string path) {
  return std::make_unique<FileAnchor>(std::move(path));
}

Status check_anchor(Transaction& store, RollbackAnchor& anchor, const LogVerifier& log) {
  AH_ASSIGN(const LogHead head, store.log_head());
  Result<std::string> note = anchor.load();
  if (!note.ok()) {
    if (note.error().code == Code::not_found && head.frontier.size() == 0) return {};
    return std::move(note.take_error()).in("rollback anchor");
  }
  AH_ASSIGN(const Checkpoint anchored, open_checkpoint("rollback anchor", *note, log));
  if (anchored.size > head.frontier.size()) {
    return behind("is behind its anchor")
        .want("at least " + std::to_string(anchored.size) + " log entries")
        .saw(std::to_string(head.frontier.size()));
  }
  Frontier begin;
  if (anchored.size == head.frontier.size()) {
    begin = head.frontier;
  } else {
    for (uint64_t index = 0; index < anchored.size; ++index) {
      AH_ASSIGN(const Bytes leaf, store.leaf(index));
      begin.append(leaf_hash(leaf));
    }
  }
  if (begin.root() != anchored.root) return behind("has another history than its anchor");
  return {};
}

}  // namespace anchorhold::broker
