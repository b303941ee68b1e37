#include "emo3d/store/pull_record.h"

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/store/checksum.h"

namespace emo3d::store {
namespace {

constexpr std::string_view kName = ".pulled.json";  // the manifest's names do not start with a dot

PullRecord parse(const Json& json, const std::string& source) {
  PullRecord record{string_member(json, "source", source), string_member(json, "revision", source), {}};
  const Json& files = member(json, "files", source);
  check(files.is_array(), ErrorCode::kInvalidData, "{}: \"files\" must be a list", source);
  for (const Json& entry : files) {
    const Json& checked = member(entry, "checked", source);
    check(checked.is_boolean(), ErrorCode::kInvalidData, "{}: \"checked\" must be true or false", source);
    record.files.push_back({string_member(entry, "name", source), size_member(entry, "size", source),
                            string_member(entry, "sha256", source), checked.get<bool>()});
    check(is_sha256(record.files.back().sha256), ErrorCode::kInvalidData, "{}: bad sha256", source);
  }
  return record;
}

}  // namespace

const PulledFile* PullRecord::find(std::string_view name) const {
  const auto found = std::ranges::find(files, name, &PulledFile::name);
  return found == files.end() ? nullptr : &*found;
}

std::optional<PullRecord> read_record(const std::filesystem::path& folder) {
  constexpr std::size_t kMaxBytes = std::size_t{1} << 20;
  const std::filesystem::path path = folder / kName;
  try {
    return parse(read_json(path, kMaxBytes), path.string());
  } catch (const Error&) {
    return std::nullopt;
  }
}

void write_record(const std::filesystem::path& folder, const PullRecord& record) {
  OrderedJson files = OrderedJson::array();
  for (const PulledFile& file : record.files)
    files.push_back({{"name", file.name}, {"size", file.size}, {"sha256", file.sha256}, {"checked", file.is_checked}});
  const OrderedJson json = {{"source", record.source}, {"revision", record.revision}, {"files", files}};
  write_file(folder / kName, json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n");
}

}  // namespace emo3d::store
