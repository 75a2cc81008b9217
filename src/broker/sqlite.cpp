#include "broker/sqlite.h"

#include <sqlite3.h>

#include <map>

namespace anchorhold::broker {
namespace {

constexpr int kBusyMilliseconds = 5000;

Error sqlite_error(sqlite3* db, std::string_view action) {
  const int code = sqlite3_extended_errcode(db);
  const int primary = code & 0xff;
  Error error{Code::unavailable, "store", std::string(action) + " failed"};
  error.seen = std::string(sqlite3_errmsg(db)) + " (SQLite " + std::to_string(code) + ")";
  switch (primary) {
    case SQLITE_CONSTRAINT:
      error.code = Code::conflict;
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      error.code = Code::malformed;
      error.hint = "restore the store from its newest copy";
      break;
    case SQLITE_FULL:
      error.hint = "make room on the disk; nothing was released";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      error.hint = "another process holds the store; try again";
      break;
    default:
      error.hint = "repair the disk or its permissions; nothing was released";
  }
  return error;
}

}  // namespace

Statement::~Statement() {
  if (prepared_ == nullptr) return;  // moved from
  sqlite3_reset(prepared_);
  sqlite3_clear_bindings(prepared_);
}

Statement& Statement::bind(std::string_view text) {
  const int code =
      sqlite3_bind_text64(prepared_, next_++, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (bound_ == SQLITE_OK) bound_ = code;
  return *this;
}

Statement& Statement::bind(ByteView blob) {
  const int code = sqlite3_bind_blob64(prepared_, next_++, blob.data(), blob.size(), SQLITE_STATIC);
  if (bound_ == SQLITE_OK) bound_ = code;
  return *this;
}

Statement& Statement::bind(uint64_t number) {
  const int code = sqlite3_bind_int64(prepared_, next_++, static_cast<sqlite3_int64>(number));
  if (bound_ == SQLITE_OK) bound_ = code;
  return *this;
}

Result<bool> Statement::row() {
  if (bound_ != SQLITE_OK) return sqlite_error(db_, "binding");
  const int code = sqlite3_step(prepared_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return sqlite_error(db_, sqlite3_stmt_readonly(prepared_) ? "reading" : "writing");
}

Status Statement::run() {
  AH_TRY(row());
  return {};
}

uint64_t Statement::number(int column) const {
  return static_cast<uint64_t>(sqlite3_column_int64(prepared_, column));
}

std::string Statement::text(int column) const {
  return string_of(blob(column));
}

ByteView Statement::blob(int column) const {
  const void* data = sqlite3_column_blob(prepared_, column);
  const int size = sqlite3_column_bytes(prepared_, column);
  return {static_cast<const uint8_t*>(data), static_cast<size_t>(size)};
}

struct Connection::State {
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::map<const char*, std::unique_ptr<sqlite3_stmt, Finalize>> prepared;
};

void Connection::Close::operator()(sqlite3* db) const {
  sqlite3_close(db);
}

Connection::Connection() : state_(std::make_unique<State>()) {}
Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() {
  state_.reset();
}

Result<Connection> Connection::open(const std::string& path) {
  Connection connection;
  sqlite3* db = nullptr;
  const int code =
      sqlite3_open_v2(path.c_str(), &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW, nullptr);
  connection.db_.reset(db);
  if (code != SQLITE_OK) return sqlite_error(db, "opening").in(path);
  sqlite3_busy_timeout(db, kBusyMilliseconds);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return connection;
}

Status Connection::execute(const char* sql) {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return sqlite_error(db_.get(), sql);
}

Result<sqlite3_stmt*> Connection::prepare(const char* sql) {
  auto& kept = state_->prepared[sql];
  if (!kept) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(db_.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return sqlite_error(db_.get(), "preparing");
    kept.reset(statement);
  }
  return kept.get();
}

}  // namespace anchorhold::broker
