#include "emo3d/avatar/blendshape_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace emo3d::avatar {
namespace {

using face::Channel;

/// Names longer than this are none of ours; the search below is quadratic in the number of words.
constexpr std::size_t kMaxName = 256;

constexpr std::array<std::pair<std::string_view, NameKind>, 2> kHalves = {
    {{"left", NameKind::kLeftHalf}, {"right", NameKind::kRightHalf}}};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return is_upper(c) || (c >= 'a' && c <= 'z'); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

struct Word {
  std::string text;  ///< Lower case.
  std::size_t start;
  bool separated;  ///< At the start of the name or after a separator.
};

/// "Face.M_eyeBlinkL" is face, m, eye, blink, l. A digit belongs to the word before it.
std::vector<Word> split(std::string_view name) {
  std::vector<Word> words;
  bool separated = true, inside = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (!is_letter(c) && !is_digit(c)) {
      separated = true;
      inside = false;
      continue;
    }
    const bool camel = inside && is_upper(c) && !is_upper(name[i - 1]);
    if (!inside || camel) {
      words.push_back({{}, i, separated});
      separated = false;
      inside = true;
    }
    words.back().text += lower(c);
  }
  return words;
}

/// Lower-case names of the channels.
const std::map<std::string, Channel, std::less<>>& channel_keys() {
  static const auto keys = [] {
    std::map<std::string, Channel, std::less<>> map;
    for (const Channel c : face::channels()) {
      std::string key(name(c));
      std::ranges::transform(key, key.begin(), lower);
      map.emplace(std::move(key), c);
    }
    return map;
  }();
  return keys;
}

std::optional<Channel> find_key(std::string_view key) {
  const auto found = channel_keys().find(key);
  return found == channel_keys().end() ? std::nullopt : std::optional(found->second);
}

/// The name that the words from `first` on spell, sides written out.
std::string key_of(const std::vector<Word>& words, std::size_t first) {
  std::string key;
  for (std::size_t i = first; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size() && i > first;
    key += is_last && words[i].text == "l" ? "left" : is_last && words[i].text == "r" ? "right" : words[i].text;
  }
  return key;
}

std::optional<NameMatch> match_key(const std::string& key, std::size_t prefix) {
  if (const auto exact = find_key(key)) return NameMatch{*exact, NameKind::kExact, prefix};
  for (const auto& [side, kind] : kHalves)
    if (key.ends_with(side))
      if (const auto middle = find_key(std::string_view(key).substr(0, key.size() - side.size())))
        if (face::mirrored(*middle) == *middle) return NameMatch{*middle, kind, prefix};
  // "jaw" and "mouth" are no blendshapes, though jawLeft and mouthLeft are.
  if (key != "jaw" && key != "mouth")
    if (const auto left = find_key(key + "left")) return NameMatch{*left, NameKind::kBothSides, prefix};
  return std::nullopt;
}

}  // namespace

std::optional<NameMatch> match_blendshape_name(std::string_view name) {
  if (name.size() > kMaxName) return std::nullopt;
  const std::vector<Word> words = split(name);
  for (std::size_t first = 0; first < words.size(); ++first)
    if (words[first].separated)
      if (const auto match = match_key(key_of(words, first), words[first].start)) return match;
  return std::nullopt;
}

}  // namespace emo3d::avatar
