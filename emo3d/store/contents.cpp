#include "emo3d/store/contents.h"

#include <system_error>

#include "emo3d/base/error.h"
#include "emo3d/store/checksum.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

const PulledFile* pulled(const std::optional<PullRecord>& record, const AssetFile& file) {
  return record ? record->find(file.name) : nullptr;
}

bool is_missing(const fs::path& path) {
  std::error_code error;
  return !fs::exists(path, error);
}

std::optional<std::string> content_fault(const fs::path& folder, const AssetFile& file,
                                         const std::optional<PullRecord>& record) {
  if (auto fault = size_fault(folder, file, record)) return fault;
  const fs::path path = folder / file.name;
  if (is_missing(path)) return std::nullopt;  // and not needed
  const PulledFile* then = pulled(record, file);
  if (!file.sha256 && then == nullptr) return std::string("neither the manifest nor a pull says what its sha256 is");
  const std::string& expected = file.sha256 ? *file.sha256 : then->sha256;
  const std::string actual = sha256_of_file(path);
  if (actual == expected) return std::nullopt;
  return fmt::format("damaged: sha256 is {}, expected {}", actual, expected);
}

/// \param expected what the manifest or, where it does not say, a pull knows
std::optional<std::string> unfit(std::uintmax_t size, std::optional<std::uint64_t> expected, const AssetFile& file) {
  if (expected && size != *expected) return fmt::format("{} bytes where {} are expected", size, *expected);
  if (size > file.max_size) return fmt::format("{} bytes are more than the limit of {}", size, file.max_size);
  return std::nullopt;
}

}  // namespace

std::optional<std::string> size_fault_at(const fs::path& path, const AssetFile& file) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error) return std::string("missing");
  return unfit(size, file.size, file);
}

std::optional<std::string> size_fault(const fs::path& folder, const AssetFile& file,
                                      const std::optional<PullRecord>& record) {
  const fs::path path = folder / file.name;
  const PulledFile* then = pulled(record, file);
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  if (error && file.optional && then == nullptr) return std::nullopt;
  if (error) return std::string("missing");
  return unfit(size, file.size || then == nullptr ? file.size : then->size, file);
}

std::vector<std::string> faults_in(const fs::path& folder, const Asset& asset,
                                   const std::optional<PullRecord>& record) {
  std::vector<std::string> faults;
  for (const AssetFile& file : asset.files)
    if (const auto fault = content_fault(folder, file, record))
      faults.push_back(fmt::format("{}: {}", (folder / file.name).string(), *fault));
  return faults;
}

PullRecord record_of(const fs::path& folder, const Asset& asset, const std::string& source) {
  PullRecord record{source, "", {}};
  for (const AssetFile& file : asset.files) {
    const fs::path path = folder / file.name;
    if (file.optional && is_missing(path)) continue;
    const auto fault = size_fault(folder, file, std::nullopt);
    check(!fault, ErrorCode::kInvalidData, "{}: {}: {}", source, file.name, fault.value_or(""));
    PulledFile entry{file.name, fs::file_size(path), sha256_of_file(path), file.sha256.has_value()};
    check(!file.sha256 || entry.sha256 == *file.sha256, ErrorCode::kInvalidData,
          "{}: {}: damaged: sha256 is {}, expected {}", source, file.name, entry.sha256, file.sha256.value_or(""));
    record.files.push_back(std::move(entry));
  }
  return record;
}

}  // namespace emo3d::store
