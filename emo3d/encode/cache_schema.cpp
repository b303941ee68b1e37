#include "emo3d/encode/cache_schema.h"

#include <thread>
#include <vector>

#include "emo3d/base/error.h"

namespace emo3d::encode {
namespace {

/// "emo3" in SQLite's header; what else stands there is another program's.
constexpr std::int64_t kApplicationId = 0x656D6F33;
/// Of the tables below; a change of them or of what vectors mean is a new version.
constexpr std::int64_t kVersion = 1;

/// When entries were used stands apart from them: it changes often, and the vectors are large.
constexpr const char* kTables =
    "CREATE TABLE vectors (id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, checksum INTEGER NOT NULL, "
    "vector BLOB NOT NULL) STRICT;"
    "CREATE TABLE uses (id INTEGER PRIMARY KEY, used_ms INTEGER NOT NULL) STRICT;";

/// True where the tables are there and current. It changes nothing. \pre a transaction: between one number and the next
/// another process may make the tables
bool is_current(SqliteDatabase& database) {
  const std::int64_t application = database.number("PRAGMA application_id");
  const std::int64_t version = database.number("PRAGMA user_version");
  const bool is_empty = database.number("SELECT count(*) FROM sqlite_schema") == 0;
  if (is_empty && application == 0 && version == 0) return false;
  check(application == kApplicationId, ErrorCode::kInvalidData,
        "{}: a database of another program, not a cache of embeddings; move it away or choose another folder",
        database.path());
  check(version <= kVersion, ErrorCode::kInvalidData,
        "{}: a cache of version {}, made by a newer emo3d (this one knows {}); update emo3d or choose another folder",
        database.path(), version, kVersion);
  return version == kVersion && !is_empty;
}

void drop_all(SqliteDatabase& database) {
  std::vector<std::string> commands;
  {
    SqliteStatement names(database,
                          "SELECT 'DROP ' || type || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || '\"' FROM "
                          "sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'");
    while (names.step()) {
      const auto text = names.bytes(0);
      commands.emplace_back(reinterpret_cast<const char*>(text.data()), text.size());
    }
  }
  for (const std::string& command : commands) database.run(command.c_str());
}

void prepare(SqliteDatabase& database) {
  const bool current = [&] {
    const SqliteTransaction snapshot(database, SqliteTransaction::Kind::kRead);
    return is_current(database);
  }();
  if (!current) {  // these hold for a file without tables only
    database.run(fmt::format("PRAGMA page_size = {}", kCachePageBytes).c_str());
    database.run("PRAGMA auto_vacuum = INCREMENTAL");
  }
  database.run("PRAGMA journal_mode = WAL");    // readers and a writer do not wait for each other
  database.run("PRAGMA synchronous = NORMAL");  // what a loss of power may take is computed again
  database.run("PRAGMA wal_autocheckpoint = 256");
  database.run("PRAGMA journal_size_limit = 4194304");
  database.run("PRAGMA cell_size_check = ON");
  if (current) return;
  SqliteTransaction transaction(database, SqliteTransaction::Kind::kWrite);
  if (is_current(database)) return;  // another process was first
  drop_all(database);
  database.run(kTables);
  database.run(fmt::format("PRAGMA application_id = {}", kApplicationId).c_str());
  database.run(fmt::format("PRAGMA user_version = {}", kVersion).c_str());
  transaction.commit();
}

}  // namespace

void prepare_cache(SqliteDatabase& database, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (true) {
    try {
      prepare(database);
      return;
    } catch (const Error& e) {  // SQLite does not wait for the lock by which several processes would turn to WAL
      if (e.code() != ErrorCode::kUnavailable || std::chrono::steady_clock::now() >= end) throw;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace emo3d::encode
