#include "broker/sqlite_transaction.h"

#include <algorithm>

namespace anchorhold::broker {
namespace {

Result<ContractRecord> contract_of(const Statement& row) {
  ContractRecord contract;
  AH_ASSIGN(contract.digest, row.fixed<48>(0));
  contract.lineage = row.text(1);
  contract.sealed = row.text(2);
  contract.superseded = row.number(3) != 0;
  return contract;
}

}  // namespace

SqliteTransaction::~SqliteTransaction() {
  // When the rollback fails, nothing is committed either.
  if (open_) (void)db_.execute("ROLLBACK");
}

Status SqliteTransaction::begin(const char* how) {
  AH_TRY(db_.execute(how));
  open_ = true;
  return {};
}

Result<std::vector<ContractRecord>> SqliteTransaction::contracts() {
  AH_ASSIGN(Statement query, use("SELECT digest, lineage, sealed, superseded FROM contracts"));
  std::vector<ContractRecord> found;
  for (;;) {
    AH_ASSIGN(const bool more, query.row());
    if (!more) return found;
    AH_ASSIGN(ContractRecord contract, contract_of(query));
    found.push_back(std::move(contract));
  }
}

Result<std::optional<ContractRecord>> SqliteTransaction::find_contract(const Digest384& digest) {
  AH_ASSIGN(Statement query, use("SELECT digest, lineage, sealed, superseded FROM contracts "
                                 "WHERE digest = ?"));
  AH_ASSIGN(const bool found, query.bind(ByteView(digest)).row());
  if (!found) return std::optional<ContractRecord>();
  AH_ASSIGN(ContractRecord contract, contract_of(query));
  return std::optional(std::move(contract));
}

Status SqliteTransaction::put_contract(const ContractRecord& contract) {
  AH_ASSIGN(Statement insert, use("INSERT INTO contracts VALUES (?, ?, ?, ?)"));
  return insert.bind(ByteView(contract.digest))
      .bind(contract.lineage)
      .bind(contract.sealed)
      .bind(uint64_t{contract.superseded})
      .run();
}

Status SqliteTransaction::supersede(const Digest384& digest) {
  AH_ASSIGN(Statement update, use("UPDATE contracts SET superseded = 1 WHERE digest = ?"));
  return update.bind(ByteView(digest)).run();
}

Result<std::optional<InputRecord>> SqliteTransaction::find_input(
    std::string_view lineage, std::string_view name,
    const std::optional<Digest256>& ciphertext_sha256) {
  constexpr const char* newest =
      "SELECT identity, sha256, bytes, head_sha256, made FROM inputs WHERE lineage = ? AND name = "
      "? "
      "ORDER BY id DESC LIMIT 1";
  constexpr const char* exact =
      "SELECT identity, sha256, bytes, head_sha256, made FROM inputs WHERE lineage = ? AND name = "
      "? "
      "AND sha256 = ?";
  AH_ASSIGN(Statement query, use(ciphertext_sha256 ? exact : newest));
  query.bind(lineage).bind(name);
  if (ciphertext_sha256) query.bind(ByteView(*ciphertext_sha256));
  AH_ASSIGN(const bool found, query.row());
  if (!found) return std::optional<InputRecord>();
  InputRecord input;
  input.lineage = lineage;
  input.name = name;
  input.identity = SecretBytes::copy_of(query.blob(0));
  AH_ASSIGN(input.ciphertext_sha256, query.fixed<32>(1));
  input.ciphertext_bytes = query.number(2);
  AH_ASSIGN(input.head_sha256, query.fixed<32>(3));
  input.made = Time(Duration(static_cast<Duration::rep>(query.number(4))));
  return std::optional(std::move(input));
}

Status SqliteTransaction::put_input(const InputRecord& input) {
  AH_ASSIGN(Statement insert, use("INSERT INTO inputs (lineage, name, identity, sha256, bytes, "
                                  "head_sha256, made) VALUES (?, ?, ?, ?, ?, ?, ?)"));
  return insert.bind(input.lineage)
      .bind(input.name)
      .bind(input.identity.view())
      .bind(ByteView(input.ciphertext_sha256))
      .bind(input.ciphertext_bytes)
      .bind(ByteView(input.head_sha256))
      .bind(static_cast<uint64_t>(input.made.time_since_epoch().count()))
      .run();
}

Result<std::optional<RunRecord>> SqliteTransaction::find_run(std::string_view lineage,
                                                             const Digest256& tee_key) {
  AH_ASSIGN(Statement query,
            use("SELECT session, unit FROM runs WHERE lineage = ? AND tee_key = ?"));
  AH_ASSIGN(const bool found, query.bind(lineage).bind(ByteView(tee_key)).row());
  if (!found) return std::optional<RunRecord>();
  RunRecord run{std::string(lineage), tee_key, {}, query.number(1)};
  AH_ASSIGN(run.session, query.fixed<32>(0));
  return std::optional(std::move(run));
}

Result<uint64_t> SqliteTransaction::units_spent(std::string_view lineage) {
  AH_ASSIGN(Statement query, use("SELECT COUNT(*) FROM runs WHERE lineage = ?"));
  AH_TRY(query.bind(lineage).row());
  return query.number(0);
}

Status SqliteTransaction::put_run(const RunRecord& run) {
  AH_ASSIGN(Statement insert, use("INSERT INTO runs VALUES (?, ?, ?, ?)"));
  return insert.bind(run.lineage)
      .bind(ByteView(run.tee_key))
      .bind(ByteView(run.session))
      .bind(run.unit)
      .run();
}

Result<LogHead> SqliteTransaction::log_head() {
  AH_ASSIGN(Statement query, use("SELECT size, frontier, last_leaf, checkpoint FROM head"));
  AH_ASSIGN(const bool found, query.row());
  LogHead head;
  if (!found) return head;
  const ByteView nodes = query.blob(1);
  std::vector<Digest256> frontier(nodes.size() / sizeof(Digest256));
  if (nodes.size() % sizeof(Digest256) != 0) {
    return Error{Code::malformed, "store", "a frontier of wrong length"};
  }
  for (size_t i = 0; i < frontier.size(); ++i) {
    std::copy_n(nodes.begin() + static_cast<ptrdiff_t>(i * sizeof(Digest256)), sizeof(Digest256),
                frontier[i].begin());
  }
  AH_ASSIGN(head.frontier, Frontier::from(query.number(0), std::move(frontier)));
  AH_ASSIGN(head.last_leaf, query.fixed<32>(2));
  head.checkpoint = query.text(3);
  return head;
}

Result<Bytes> SqliteTransaction::leaf(uint64_t index) {
  AH_ASSIGN(Statement query, use("SELECT leaf FROM leaves WHERE number = ?"));
  AH_ASSIGN(const bool found, query.bind(index).row());
  if (!found) {
    return Error{Code::not_found, "log entry " + std::to_string(index), "is not in the store"};
  }
  return copy_of(query.blob(0));
}

Status SqliteTransaction::append_leaf(ByteView leaf, const LogHead& head) {
  const uint64_t size = head.frontier.size();
  {
    AH_ASSIGN(Statement insert, use("INSERT INTO leaves VALUES (?, ?)"));
    AH_TRY(insert.bind(size - 1).bind(leaf).run());
  }
  Bytes nodes;
  for (const Digest256& node : head.frontier.nodes()) append(nodes, node);
  AH_ASSIGN(Statement update, use("INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?, ?)"));
  return update.bind(size)
      .bind(ByteView(nodes))
      .bind(ByteView(head.last_leaf))
      .bind(head.checkpoint)
      .run();
}

Status SqliteTransaction::commit() {
  AH_TRY(db_.execute("COMMIT"));
  open_ = false;
  return {};
}

Result<Statement> SqliteTransaction::use(const char* sql) {
  AH_ASSIGN(sqlite3_stmt * prepared, db_.prepare(sql));
  return Statement(db_.handle(), prepared);
}

}  // namespace anchorhold::broker
