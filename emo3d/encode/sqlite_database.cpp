#include "emo3d/encode/sqlite_database.h"

#include <utility>

#include "emo3d/base/error.h"

namespace emo3d::encode {
namespace {

/// No value of ours is nearly as long.
constexpr int kMaxValueBytes = 1 << 24;

}  // namespace

SqliteDatabase::SqliteDatabase(const std::filesystem::path& path, std::chrono::milliseconds patience)
    : path_(path.string()) {
  sqlite3* connection = nullptr;
  const int code = sqlite3_open_v2(
      path_.c_str(), &connection,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  connection_.reset(connection);
  check_result(code);
  sqlite3_limit(get(), SQLITE_LIMIT_LENGTH, kMaxValueBytes);
  sqlite3_db_config(get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);  // the file's own schema is not trusted
  sqlite3_db_config(get(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  set_patience(patience);
}

void SqliteDatabase::check_result(int code) const {
  const int kind = code & 0xff;
  if (kind == SQLITE_OK || kind == SQLITE_ROW || kind == SQLITE_DONE) return;
  const std::string reason = quote(get() != nullptr ? sqlite3_errmsg(get()) : sqlite3_errstr(code), 120);
  switch (kind) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      fail(ErrorCode::kInvalidData,
           "{}: the file is damaged or no SQLite database ({}); if it is a cache of emo3d, delete it and what stands "
           "beside it under its name with -wal and -shm: it is filled again",
           path_, reason);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      fail(ErrorCode::kUnavailable, "{}: another program keeps the database locked ({})", path_, reason);
    default:
      fail(ErrorCode::kIo, "{}: cannot be read or written: {}", path_, reason);
  }
}

void SqliteDatabase::run(const char* sql) { check_result(sqlite3_exec(get(), sql, nullptr, nullptr, nullptr)); }

std::int64_t SqliteDatabase::number(const char* sql) {
  SqliteStatement statement(*this, sql);
  check(statement.step(), ErrorCode::kIo, "{}: no answer to {}", path_, sql);
  return statement.number(0);
}

SqliteStatement::SqliteStatement(SqliteDatabase& database, const char* sql) : database_(&database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database.get(), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  statement_.reset(statement);
  database.check_result(code);
}

SqliteStatement& SqliteStatement::bind(int index, std::int64_t value) {
  database_->check_result(sqlite3_bind_int64(statement_.get(), index, value));
  return *this;
}

SqliteStatement& SqliteStatement::bind(int index, std::span<const std::byte> bytes) {
  database_->check_result(sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC));
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    reset();  // an unfinished statement would keep its lock
    database_->check_result(code);
  }
  return false;
}

void SqliteStatement::run() {
  while (step()) {
  }
  reset();
}

std::span<const std::byte> SqliteStatement::bytes(int column) const {
  const void* data = sqlite3_column_blob(statement_.get(), column);
  return {static_cast<const std::byte*>(data),
          static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

SqliteTransaction::SqliteTransaction(SqliteDatabase& database, Kind kind) : database_(&database) {
  database.run(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
}

SqliteTransaction::~SqliteTransaction() {
  if (database_ != nullptr) sqlite3_exec(database_->get(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void SqliteTransaction::commit() {
  database_->run("COMMIT");
  database_ = nullptr;
}

}  // namespace emo3d::encode
