#include "emo3d/avatar/gltf_attribution.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace emo3d::avatar {
namespace {

/// Members of VRMC_vrm.meta in specification 1.0.
constexpr std::array<std::string_view, 11> kTexts = {
    "name",           "version",          "copyrightInformation", "contactInformation", "thirdPartyLicenses",
    "licenseUrl",     "avatarPermission", "commercialUsage",      "creditNotation",     "modification",
    "otherLicenseUrl"};
constexpr std::array<std::string_view, 2> kLists = {"authors", "references"};
constexpr std::array<std::string_view, 5> kFlags = {"allowExcessivelyViolentUsage", "allowExcessivelySexualUsage",
                                                    "allowPoliticalOrReligiousUsage", "allowAntisocialOrHateUsage",
                                                    "allowRedistribution"};

/// The string member `key` of an object; empty where there is none.
std::string text_of(const Json& json, const char* key) {
  const auto found = json.is_object() ? json.find(key) : json.end();
  return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_list_of_texts(const Json& json) {
  return json.is_array() && std::ranges::all_of(json, [](const Json& item) { return item.is_string(); });
}

/// Copies the members `keys` that `meta` has. False where one is not what `fits` wants.
template <typename Keys, typename Fits>
bool copy_members(OrderedJson& copy, const Json& meta, const Keys& keys, const Fits& fits) {
  for (const std::string_view key : keys) {
    const auto found = meta.find(key);
    if (found == meta.end()) continue;
    if (!fits(*found)) return false;
    copy[std::string(key)] = *found;
  }
  return true;
}

OrderedJson vrm1_meta(const GltfDocument& document) {
  const auto vrm = document.root().find("extensions", "VRMC_vrm");
  if (!vrm || !vrm->json().is_object() || !vrm->json().contains("meta")) return nullptr;
  const Json& meta = vrm->json()["meta"];
  OrderedJson copy = OrderedJson::object();
  const bool sound = meta.is_object() &&
                     copy_members(copy, meta, kTexts, [](const Json& value) { return value.is_string(); }) &&
                     copy_members(copy, meta, kLists, is_list_of_texts) &&
                     copy_members(copy, meta, kFlags, [](const Json& value) { return value.is_boolean(); });
  const auto stated = [&](const char* key) {
    if (!copy.contains(key)) return false;
    const OrderedJson& value = copy[key];
    return value.is_string() ? !value.get_ref<const std::string&>().empty() : !value.empty();
  };
  return sound && stated("name") && stated("authors") && stated("licenseUrl") ? copy : OrderedJson(nullptr);
}

/// Title, author and licence of a VRM file in one line.
std::string vrm_copyright(const GltfDocument& document, const OrderedJson& meta) {
  if (!meta.is_null())
    return fmt::format("{} by {}, {}", meta["name"].get<std::string>(),
                       fmt::join(meta["authors"].get<std::vector<std::string>>(), ", "),
                       meta["licenseUrl"].get<std::string>());
  const auto old = document.root().find("extensions", "VRM");
  if (!old || !old->json().is_object() || !old->json().contains("meta")) return {};
  const Json& old_meta = old->json()["meta"];
  const std::string title = text_of(old_meta, "title"), author = text_of(old_meta, "author"),
                    licence = text_of(old_meta, "licenseName");
  return title.empty() && author.empty() ? std::string() : fmt::format("{} by {}, {}", title, author, licence);
}

}  // namespace

rig::Attribution read_attribution(const GltfDocument& document) {
  rig::Attribution result{.source = document.source(), .vrm_meta = vrm1_meta(document)};
  result.copyright = text_of(document.root().at("asset").json(), "copyright");
  if (result.copyright.empty()) result.copyright = vrm_copyright(document, result.vrm_meta);
  return result;
}

}  // namespace emo3d::avatar
