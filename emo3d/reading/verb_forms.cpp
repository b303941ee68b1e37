#include "emo3d/reading/verb_forms.h"

#include <algorithm>

namespace emo3d::reading {
namespace {

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

bool ends_in_consonant_y(std::string_view verb) {
  return verb.size() > 1 && verb.back() == 'y' && !is_vowel(verb[verb.size() - 2]);
}

/// Whether the last letter doubles before -ing and -ed: one syllable, one vowel and one consonant ("drop").
bool doubles(std::string_view verb) {
  const std::size_t size = verb.size();
  if (size < 3 || std::string_view("aeiouwxy").find(verb[size - 1]) != std::string_view::npos) return false;
  if (!is_vowel(verb[size - 2]) || (is_vowel(verb[size - 3]) && !(verb[size - 3] == 'u' && verb[size - 4] == 'q')))
    return false;
  return std::ranges::count_if(verb.substr(0, size - 2), is_vowel) == 0;
}

std::string third_person(std::string_view verb) {
  if (ends_in_consonant_y(verb)) return std::string(verb.substr(0, verb.size() - 1)) + "ies";
  const bool hisses = verb.ends_with('s') || verb.ends_with('x') || verb.ends_with('z') || verb.ends_with("ch") ||
                      verb.ends_with("sh") || verb.ends_with('o');
  return std::string(verb) + (hisses ? "es" : "s");
}

/// The verb as it stands before an ending that begins with a vowel: "rais", "dropp".
std::string stem(std::string_view verb) {
  if (verb.ends_with('e') && !verb.ends_with("ee")) return std::string(verb.substr(0, verb.size() - 1));
  return doubles(verb) ? std::string(verb) + verb.back() : std::string(verb);
}

}  // namespace

std::vector<InflectedVerb> verb_forms(std::string_view verb, const IrregularPasts& irregular) {
  const std::size_t end = std::min(verb.find(' '), verb.size());
  const std::string_view first = verb.substr(0, end);
  const std::string rest(verb.substr(end));
  std::vector<InflectedVerb> forms{{std::string(verb), VerbForm::kFinite}};
  const auto add = [&](const std::string& word, VerbForm form) { forms.push_back({word + rest, form}); };
  add(third_person(first), VerbForm::kFinite);
  if (first.size() < 2) return forms;
  const std::string y_stem = ends_in_consonant_y(first) ? std::string(first.substr(0, first.size() - 1)) + "i" : "";
  if (const auto past = irregular.find(first); past != irregular.end()) {
    for (const std::string_view word : past->second) add(std::string(word), VerbForm::kPast);
  } else {
    add((y_stem.empty() ? stem(first) : y_stem) + "ed", VerbForm::kPast);
  }
  add(first.ends_with("ie") ? std::string(first.substr(0, first.size() - 2)) + "ying" : stem(first) + "ing",
      VerbForm::kIng);
  add((y_stem.empty() ? stem(first) : y_stem) + "er", VerbForm::kAgent);
  return forms;
}

}  // namespace emo3d::reading
