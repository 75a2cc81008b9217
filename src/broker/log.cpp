#include "broker/log.h"

#include "base/hex.h"

namespace anchorhold::broker {
namespace {

constexpr std::string_view kClause = "docs/formats.md, Log";

void judge(Findings& findings, std::string check, std::string subject, const Status& status,
           std::string advice) {
  Finding finding;
  finding.check = std::move(check);
  finding.subject = std::move(subject);
  finding.clause = kClause;
  finding.outcome = status.ok() ? Outcome::pass : Outcome::fail;
  if (!status.ok()) {
    finding.expected = status.error().expected;
    finding.observed = status.error().to_string();
    finding.advice = std::move(advice);
  }
  findings.add(std::move(finding));
}

// Walked: what the leaves themselves say.
struct Walked {
  std::vector<Digest256> hashes;
  Digest256 last{};
};

Result<Walked> walk(Transaction& store, uint64_t size) {
  Walked walked;
  for (uint64_t index = 0; index < size; ++index) {
    const std::string object = "log entry " + std::to_string(index);
    AH_ASSIGN(const Bytes bytes, store.leaf(index));
    AH_ASSIGN(const LogLeaf leaf, parse_leaf(object, text_of(bytes)));
    if (leaf.index != index) {
      return Error{Code::denied, object, "bears another index"}.saw(std::to_string(leaf.index));
    }
    if (leaf.previous != walked.last) {
      return Error{Code::denied, object, "does not follow the entry before it"}
          .want(to_hex(walked.last))
          .saw(to_hex(leaf.previous));
    }
    walked.last = leaf_hash(bytes);
    walked.hashes.push_back(walked.last);
  }
  return walked;
}

Status check_tree(const LogHead& head, const Walked& walked, const Checkpoint& checkpoint) {
  const Digest256 root = root_of(walked.hashes);
  if (checkpoint.size != walked.hashes.size() || checkpoint.root != root) {
    return Error{Code::denied, "log", "its entries are not those of its checkpoint"}
        .want(to_hex(checkpoint.root))
        .saw(to_hex(root));
  }
  if (head.last_leaf != walked.last || head.frontier.root() != root) {
    return Error{Code::denied, "log", "its head is not that of its entries"};
  }
  return {};
}

Status check_older(const Walked& walked, const Checkpoint& checkpoint, const LogVerifier& log,
                   std::string_view older_note) {
  AH_ASSIGN(const Checkpoint older, open_checkpoint("older checkpoint", older_note, log));
  if (older.size > checkpoint.size) {
    return Error{Code::denied, "log", "is shorter than the older checkpoint"}
        .want("at least " + std::to_string(older.size) + " entries")
        .saw(std::to_string(checkpoint.size));
  }
  if (older.size == 0) return {};
  return verify_consistency(older.size, checkpoint.size, older.root, checkpoint.root,
                            consistency_proof(walked.hashes, older.size));
}

}  // namespace

Result<Appended> append_event(Transaction& store, const LogSigner& signer, Time now,
                              LogEvent event) {
  AH_ASSIGN(LogHead head, store.log_head());
  const LogLeaf leaf{head.frontier.size(), head.last_leaf, now, std::move(event)};
  const std::string text = encode_leaf(leaf);
  head.last_leaf = leaf_hash(bytes_of(text));
  head.frontier.append(head.last_leaf);
  AH_ASSIGN(
      head.checkpoint,
      sign_checkpoint({signer.origin, head.frontier.size(), head.frontier.root()}, *signer.key));
  AH_TRY(store.append_leaf(bytes_of(text), head));
  return Appended{leaf.index, head.checkpoint};
}

Findings verify_log(Transaction& store, const LogVerifier& log,
                    const std::optional<std::string>& older) {
  Findings findings;
  const Result<LogHead> head = store.log_head();
  if (!head.ok()) {
    judge(findings, "log.head", log.name, Status(head.error()), "restore the store from a backup");
    return findings;
  }
  if (head->checkpoint.empty()) {
    const bool empty = head->frontier.size() == 0 && !older;
    judge(findings, "log.head", log.name,
          empty ? Status() : Status(Error{Code::denied, "log", "has no checkpoint"}),
          "restore the store from a backup");
    return findings;
  }
  const Result<Checkpoint> checkpoint = open_checkpoint("checkpoint", head->checkpoint, log);
  judge(findings, "log.checkpoint.signature", log.name,
        checkpoint.ok() ? Status() : Status(checkpoint.error()), "ask for the log's key again");
  if (!checkpoint.ok()) return findings;

  const Result<Walked> walked = walk(store, checkpoint->size);
  judge(findings, "log.chain", std::to_string(checkpoint->size) + " entries",
        walked.ok() ? Status() : Status(walked.error()), "the log was changed: do not trust it");
  if (!walked.ok()) return findings;

  judge(findings, "log.tree", "root " + to_hex(checkpoint->root),
        check_tree(*head, *walked, *checkpoint), "the log was changed: do not trust it");
  if (older) {
    judge(findings, "log.consistency", "older checkpoint",
          check_older(*walked, *checkpoint, log, *older),
          "the log was rolled back or has two histories: do not trust it");
  }
  return findings;
}

}  // namespace anchorhold::broker
