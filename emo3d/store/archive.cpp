#include "emo3d/store/archive.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::store {
namespace {

struct CloseArchive {
  void operator()(struct archive* a) const { archive_read_free(a); }
};
using ArchiveReader = std::unique_ptr<struct archive, CloseArchive>;

/// Compressed members other than the wanted ones are skipped, but never more than this much of them.
constexpr std::int64_t kMaxSkippedBytes = std::int64_t{16} << 30;

std::string_view reason(struct archive* reader) {
  const char* text = archive_error_string(reader);
  return text == nullptr ? "unknown cause" : text;
}

std::string read_member(struct archive* reader, const AssetFile& file, std::uint64_t size, std::string_view source) {
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const la_ssize_t n = archive_read_data(reader, bytes.data() + done, bytes.size() - done);
    check(n >= 0, ErrorCode::kInvalidData, "{}: {}: {}", source, file.member, reason(reader));
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace

void extract(const std::filesystem::path& archive, std::span<const AssetFile> files,
             const std::filesystem::path& folder) {
  const std::string source = archive.string();
  const ArchiveReader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_format_tar(reader.get());
  check(archive_read_open_filename(reader.get(), archive.c_str(), 1 << 16) == ARCHIVE_OK, ErrorCode::kInvalidData,
        "{}: not a readable .tgz archive: {}", source, reason(reader.get()));
  std::set<std::string> written;
  std::int64_t skipped = 0;
  struct archive_entry* entry = nullptr;
  int status = ARCHIVE_OK;
  while ((status = archive_read_next_header(reader.get(), &entry)) == ARCHIVE_OK) {
    const char* member = archive_entry_pathname(entry);
    const auto wanted = std::ranges::find(files, member == nullptr ? "" : member, &AssetFile::member);
    if (wanted == files.end()) {
      skipped += archive_entry_size(entry);
      check(skipped <= kMaxSkippedBytes, ErrorCode::kInvalidData, "{}: unpacks to too much", source);
      continue;
    }
    const auto size = static_cast<std::uint64_t>(std::max<la_int64_t>(archive_entry_size(entry), 0));
    check(size == wanted->size.value_or(size) && size <= wanted->max_size, ErrorCode::kInvalidData,
          "{}: {}: {} bytes where {} are expected", source, wanted->member, size, wanted->max_size);
    write_file(folder / wanted->name, read_member(reader.get(), *wanted, size, source));
    written.insert(wanted->member);
  }
  check(status == ARCHIVE_EOF, ErrorCode::kInvalidData, "{}: damaged archive: {}", source, reason(reader.get()));
  for (const AssetFile& file : files)
    check(file.optional || written.contains(file.member), ErrorCode::kInvalidData, "{}: {} is not in the archive",
          source, file.member);
}

}  // namespace emo3d::store
