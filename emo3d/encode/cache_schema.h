#pragma once

#include <chrono>

#include "emo3d/encode/sqlite_database.h"

namespace emo3d::encode {

/// Bytes of a page of the database: several vectors fit into one.
inline constexpr std::int64_t kCachePageBytes = 16384;

/// Makes an open database a cache: checks that it is one before anything is changed, sets how it works, makes its
/// tables where it is new, and makes them again where they are of an older version. Safe where several processes do it
/// at once. \throws Error kInvalidData for another program's database and for a newer version, else as check_result().
void prepare_cache(SqliteDatabase& database, std::chrono::milliseconds patience);

}  // namespace emo3d::encode
