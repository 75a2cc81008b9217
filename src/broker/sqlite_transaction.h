#pragma once
// Transaction on a SQLite connection; the tables are in sqlite_store.cpp.

#include "broker/sqlite.h"
#include "broker/store.h"

namespace anchorhold::broker {

// SqliteTransaction: `db` must outlive it, and has one transaction at a time.
class SqliteTransaction : public Transaction {
 public:
  explicit SqliteTransaction(Connection& db) : db_(db) {}
  ~SqliteTransaction() override;
  // begin: `how` is "BEGIN" for reading, "BEGIN IMMEDIATE" for writing.
  Status begin(const char* how);

  Result<std::vector<ContractRecord>> contracts() override;
  Result<std::optional<ContractRecord>> find_contract(const Digest384& digest) override;
  Status put_contract(const ContractRecord& contract) override;
  Status supersede(const Digest384& digest) override;
  Result<std::optional<InputRecord>> find_input(
      std::string_view lineage, std::string_view name,
      const std::optional<Digest256>& ciphertext_sha256) override;
  Status put_input(const InputRecord& input) override;
  Result<std::optional<RunRecord>> find_run(std::string_view lineage,
                                            const Digest256& tee_key) override;
  Result<uint64_t> units_spent(std::string_view lineage) override;
  Status put_run(const RunRecord& run) override;
  Result<LogHead> log_head() override;
  Result<Bytes> leaf(uint64_t index) override;
  Status append_leaf(ByteView leaf, const LogHead& head) override;
  Status commit() override;

 private:
  Result<Statement> use(const char* sql);

  Connection& db_;
  bool open_ = false;
};

}  // namespace anchorhold::broker
