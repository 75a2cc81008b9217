#include "broker/sqlite_store.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include <cerrno>
#include <cstdio>

#include "broker/sqlite_transaction.h"
#include "os/error.h"
#include "os/file.h"

namespace anchorhold::broker {
namespace {

// "AHld" marks the file as ours; the version counts changes of the schema.
constexpr uint64_t kApplicationId = 0x41486c64;
constexpr uint64_t kSchemaVersion = 2;

constexpr const char* kSchema = R"(
BEGIN;
CREATE TABLE contracts (digest BLOB PRIMARY KEY, lineage TEXT NOT NULL, sealed TEXT NOT NULL,
                        superseded INTEGER NOT NULL) STRICT;
CREATE TABLE inputs (id INTEGER PRIMARY KEY, lineage TEXT NOT NULL, name TEXT NOT NULL,
                     identity BLOB NOT NULL, sha256 BLOB NOT NULL, bytes INTEGER NOT NULL,
                     head_sha256 BLOB NOT NULL, made INTEGER NOT NULL,
                     UNIQUE (lineage, name, sha256)) STRICT;
CREATE TABLE runs (lineage TEXT NOT NULL, tee_key BLOB NOT NULL, session BLOB NOT NULL,
                   unit INTEGER NOT NULL, PRIMARY KEY (lineage, tee_key),
                   UNIQUE (lineage, unit)) STRICT, WITHOUT ROWID;
CREATE TABLE leaves (number INTEGER PRIMARY KEY, leaf BLOB NOT NULL) STRICT;
CREATE TABLE head (id INTEGER PRIMARY KEY CHECK (id = 1), size INTEGER NOT NULL,
                   frontier BLOB NOT NULL, last_leaf BLOB NOT NULL, checkpoint TEXT NOT NULL) STRICT;
PRAGMA application_id = 1095265380;
PRAGMA user_version = 2;
COMMIT;
)";

class SqliteStore : public Store {
 public:
  explicit SqliteStore(Connection db) : db_(std::move(db)) {}

  Result<std::unique_ptr<Transaction>> begin_read() override { return begin("BEGIN"); }
  Result<std::unique_ptr<Transaction>> begin_write() override { return begin("BEGIN IMMEDIATE"); }

 private:
  Result<std::unique_ptr<Transaction>> begin(const char* how) {
    auto transaction = std::make_unique<SqliteTransaction>(db_);
    AH_TRY(transaction->begin(how));
    return std::unique_ptr<Transaction>(std::move(transaction));
  }

  Connection db_;
};

// create_database: complete under a temporary name first, so that an interrupted creation is never
// taken for a store with nothing spent.
Status create_database(const std::string& path) {
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  AH_TRY(os::write_private_file(temporary, {}));
  {
    AH_ASSIGN(Connection db, Connection::open(temporary));
    AH_TRY(db.execute("PRAGMA synchronous = FULL"));
    AH_TRY(db.execute(kSchema));
  }
  const int moved =
      ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE);
  if (moved != 0) {
    const int why = errno;
    ::unlink(temporary.c_str());
    return os::system_error(path, "creating the store", why);
  }
  return {};
}

Result<uint64_t> pragma(Connection& db, const char* sql) {
  AH_ASSIGN(sqlite3_stmt * prepared, db.prepare(sql));
  Statement query(db.handle(), prepared);
  AH_TRY(query.row());
  return query.number(0);
}

Status check_file(const std::string& path, Connection& db) {
  AH_ASSIGN(const uint64_t application, pragma(db, "PRAGMA application_id"));
  if (application != kApplicationId) {
    return Error{Code::malformed, path, "not a broker's store"};
  }
  AH_ASSIGN(const uint64_t version, pragma(db, "PRAGMA user_version"));
  if (version != kSchemaVersion) {
    return Error{Code::unsupported, path, "the broker's store of another version of Anchorhold"}
        .want("form " + std::to_string(kSchemaVersion))
        .saw("form " + std::to_string(version))
        .advise(
            "keep its folder: the version that wrote it reads its log and budgets; here begin a "
            "new "
            "keystore with `anchorhold --home FOLDER party new`, under a new contract");
  }
  return {};
}

// A write-ahead log makes a commit one fdatasync, where a rollback journal takes four. Closing
// leaves it in place: emptying it there would cost two more at the end of every run, and making it
// anew one more at the next.
Status configure(Connection& db, Durability durability) {
  AH_TRY(db.execute("PRAGMA journal_mode = WAL"));
  AH_TRY(db.execute(durability == Durability::full ? "PRAGMA synchronous = FULL"
                                                   : "PRAGMA synchronous = OFF"));
  int keep = 1;
  sqlite3_file_control(db.handle(), "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
  sqlite3_db_config(db.handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  return {};
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& path, SqliteOptions options) {
  if (options.create) AH_TRY(create_database(path));
  if (::access(path.c_str(), F_OK) != 0) {
    return os::system_error(path, "opening the store", errno);
  }
  AH_ASSIGN(Connection db, Connection::open(path));
  AH_TRY(check_file(path, db));
  AH_TRY(configure(db, options.durability));
  return std::unique_ptr<Store>(std::make_unique<SqliteStore>(std::move(db)));
}

}  // namespace anchorhold::broker
