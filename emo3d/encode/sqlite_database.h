#pragma once

#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace emo3d::encode {

/// A connection to an SQLite database, closed with the object. Not for use from several threads at once.
class SqliteDatabase {
 public:
  /// Opens or creates the file; it is not read yet. Locks of other connections are waited for up to `patience`.
  /// \throws Error kIo.
  SqliteDatabase(const std::filesystem::path& path, std::chrono::milliseconds patience);

  /// Runs statements that give no rows of interest. \throws Error as check_result().
  void run(const char* sql);
  /// The first column of the first row, a number. \throws Error as check_result().
  [[nodiscard]] std::int64_t number(const char* sql);

  /// How long locks of others are waited for.
  void set_patience(std::chrono::milliseconds patience) {
    sqlite3_busy_timeout(get(), static_cast<int>(patience.count()));
  }
  /// Turns a result code that means failure into an Error naming the file: kInvalidData for a damaged file or one that
  /// is no database, with what to do; kUnavailable for a lock that others keep; kIo otherwise.
  void check_result(int code) const;
  [[nodiscard]] sqlite3* get() const { return connection_.get(); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> connection_;
};

/// A prepared statement of a database, which outlives it.
class SqliteStatement {
 public:
  /// \throws Error as SqliteDatabase::check_result(), as do the other functions.
  SqliteStatement(SqliteDatabase& database, const char* sql);

  /// Sets a parameter, counted from 1. The bytes must live until the next reset().
  SqliteStatement& bind(int index, std::int64_t value);
  SqliteStatement& bind(int index, std::span<const std::byte> bytes);
  /// The next row: false where there is none. Afterwards reset().
  bool step();
  /// Runs a statement that gives no rows, and resets it.
  void run();
  void reset() { sqlite3_reset(statement_.get()); }

  /// Columns of the row, counted from 0; bytes live until the next step() or reset().
  [[nodiscard]] std::int64_t number(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  [[nodiscard]] std::span<const std::byte> bytes(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  SqliteDatabase* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// A transaction that writes, from now on; without commit() nothing of it stays.
class SqliteTransaction {
 public:
  enum class Kind { kRead, kWrite };
  SqliteTransaction(SqliteDatabase& database, Kind kind);
  SqliteTransaction(const SqliteTransaction&) = delete;
  SqliteTransaction& operator=(const SqliteTransaction&) = delete;
  ~SqliteTransaction();
  void commit();

 private:
  SqliteDatabase* database_;
};

}  // namespace emo3d::encode
