#pragma once
// A thin layer over the SQLite library: connections, prepared statements, and its codes as Errors.

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace anchorhold::broker {

// Statement: one use of a prepared statement; it goes back to its start when dropped. Parameters
// are bound in order; what is bound must live until the last step.
class Statement {
 public:
  // `prepared` is at its start, with nothing bound.
  Statement(sqlite3* db, sqlite3_stmt* prepared) : db_(db), prepared_(prepared) {}
  ~Statement();
  Statement(Statement&& other) noexcept
      : db_(other.db_), prepared_(std::exchange(other.prepared_, nullptr)) {}
  Statement& operator=(Statement&&) = delete;

  Statement& bind(std::string_view text);
  Statement& bind(ByteView blob);
  Statement& bind(uint64_t number);

  // row: whether there is a next one. run: for statements without rows.
  Result<bool> row();
  Status run();

  uint64_t number(int column) const;
  std::string text(int column) const;
  ByteView blob(int column) const;  // until the next row() or the end of the statement
  // fixed: a blob of exactly N bytes; anything else means that the file was tampered with.
  template <size_t N>
  Result<ByteArray<N>> fixed(int column) const {
    const ByteView bytes = blob(column);
    if (bytes.size() != N) return Error{Code::malformed, "store", "a digest of wrong length"};
    ByteArray<N> out;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
  }

 private:
  sqlite3* db_;
  sqlite3_stmt* prepared_;
  int next_ = 1;
  int bound_ = 0;  // first code that is not SQLITE_OK
};

// Connection: one open database file.
class Connection {
 public:
  // open: the file must exist. Errors name the path.
  static Result<Connection> open(const std::string& path);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) = delete;
  ~Connection();

  Status execute(const char* sql);
  // prepare: `sql` is a literal; its text's address is the key under which the prepared form is
  // kept.
  Result<sqlite3_stmt*> prepare(const char* sql);
  sqlite3* handle() const { return db_.get(); }

 private:
  struct State;
  Connection();
  struct Close {
    void operator()(sqlite3* db) const;
  };
  std::unique_ptr<sqlite3, Close> db_;
  std::unique_ptr<State> state_;
};

}  // namespace anchorhold::broker
