#include "emo3d/store/manifest.h"

#include <algorithm>
#include <set>

#include "emo3d/base/error.h"
#include "emo3d/base/json.h"
#include "emo3d/store/checksum.h"

namespace emo3d::store {
namespace {

constexpr std::uint64_t kMaxFileBytes = std::uint64_t{8} << 30;

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The array member `key`, not empty.
const Json& array_member(const Json& object, const char* key, std::string_view source) {
  const Json& value = member(object, key, source);
  check(value.is_array() && !value.empty(), ErrorCode::kInvalidData, "{}: \"{}\" must be a non-empty list", source,
        key);
  return value;
}

/// A string of letters, digits and `others`.
std::string plain_member(const Json& object, const char* key, std::string_view others, std::string_view source) {
  std::string text = string_member(object, key, source);
  const bool plain = text.find_first_not_of(std::string(kLetters) + std::string(others)) == std::string::npos;
  check(plain && !text.empty(), ErrorCode::kInvalidData, "{}: \"{}\": {} holds what it may not", source, key,
        quote(text));
  return text;
}

/// A string that is safe as the name of one file: letters, digits, `.`, `_` and `-`, not starting with a dot.
std::string name_member(const Json& object, const char* key, std::string_view source) {
  std::string name = string_member(object, key, source);
  check(name.find_first_not_of(std::string(kLetters) + "._-") == std::string::npos && !name.empty() && name[0] != '.',
        ErrorCode::kInvalidData, "{}: \"{}\": {} is not a plain file name", source, key, quote(name));
  return name;
}

bool is_null(const Json& object, const char* key, std::string_view source) {
  return member(object, key, source).is_null();
}

AssetFile read_file_entry(const Json& json, std::string_view source) {
  AssetFile file{.name = name_member(json, "name", source)};
  const std::string place = std::string(source) + ": " + file.name;
  if (json.contains("member")) file.member = string_member(json, "member", place);
  if (!is_null(json, "size", place)) file.size = size_member(json, "size", place);
  file.max_size = file.size ? *file.size : size_member(json, "max_size", place);
  check(file.max_size <= kMaxFileBytes, ErrorCode::kInvalidData, "{}: size {} is above the limit of {}", place,
        file.max_size, kMaxFileBytes);
  if (!is_null(json, "sha256", place)) file.sha256 = string_member(json, "sha256", place);
  check(!file.sha256 || is_sha256(*file.sha256), ErrorCode::kInvalidData, "{}: sha256 {} is not 64 hexadecimal digits",
        place, quote(file.sha256.value_or("")));
  if (json.contains("optional")) {
    check(json["optional"].is_boolean(), ErrorCode::kInvalidData, "{}: \"optional\" must be true or false", place);
    file.optional = json["optional"].get<bool>();
  }
  return file;
}

Source read_source(const Json& json, std::string_view source) {
  const std::string kind = string_member(json, "kind", source);
  if (kind == "npm") {
    NpmSource npm{string_member(json, "package", source), string_member(json, "version", source)};
    check(!npm.package.starts_with('-'), ErrorCode::kInvalidData, "{}: package {} is no npm name", source,
          quote(npm.package));
    return npm;
  }
  if (kind == "https") {
    WebSource web{plain_member(json, "folder", ":/._-~%+", source)};
    check(web.folder.ends_with('/'), ErrorCode::kInvalidData, "{}: folder {} does not end in a slash", source,
          quote(web.folder));
    return web;
  }
  check(kind == "huggingface", ErrorCode::kInvalidData,
        "{}: source kind {} is unknown, expected \"npm\", \"https\" or \"huggingface\"", source, quote(kind));
  HuggingFaceSource hub{plain_member(json, "repository", "/._-", source),
                        plain_member(json, "revision", "._-", source)};
  check(std::ranges::count(hub.repository, '/') == 1, ErrorCode::kInvalidData, "{}: repository {} is not OWNER/NAME",
        source, quote(hub.repository));
  return hub;
}

Asset read_asset(const Json& json, std::string_view source) {
  Asset asset{.name = name_member(json, "name", source),
              .description = string_member(json, "description", source),
              .licence = string_member(json, "licence", source),
              .sources = {},
              .files = {}};
  const std::string place = std::string(source) + ": " + asset.name;
  for (const Json& s : array_member(json, "sources", place)) asset.sources.push_back(read_source(s, place));
  const bool has_npm = std::ranges::any_of(asset.sources, [](const Source& s) { return s.index() == 0; });
  std::set<std::string> names;
  for (const Json& f : array_member(json, "files", place)) {
    asset.files.push_back(read_file_entry(f, place));
    const AssetFile& file = asset.files.back();
    check(names.insert(file.name).second, ErrorCode::kInvalidData, "{}: {} is listed twice", place, file.name);
    check(!has_npm || !file.member.empty(), ErrorCode::kInvalidData, "{}: {}: \"member\" is missing", place, file.name);
  }
  return asset;
}

}  // namespace

std::string describe(const Source& source) {
  if (const auto* npm = std::get_if<NpmSource>(&source)) return fmt::format("npm {}@{}", npm->package, npm->version);
  if (const auto* web = std::get_if<WebSource>(&source)) return web->folder;
  const auto& hub = std::get<HuggingFaceSource>(source);
  return fmt::format("huggingface {}@{}", hub.repository, hub.revision);
}

bool Asset::is_pinned() const {
  return std::ranges::all_of(files, [](const AssetFile& file) { return file.sha256.has_value(); });
}

std::optional<std::uint64_t> Asset::size() const {
  std::uint64_t bytes = 0;
  for (const AssetFile& file : files) {
    if (!file.size) return std::nullopt;
    bytes += *file.size;
  }
  return bytes;
}

std::vector<Asset> read_manifest(const std::filesystem::path& path) {
  const Json json = read_json(path);
  const std::string source = path.string();
  std::vector<Asset> assets;
  for (const Json& entry : array_member(json, "assets", source)) {
    assets.push_back(read_asset(entry, source));
    const std::string& name = assets.back().name;
    check(std::ranges::count(assets, name, &Asset::name) == 1, ErrorCode::kInvalidData, "{}: {} is listed twice",
          source, name);
  }
  return assets;
}

}  // namespace emo3d::store
