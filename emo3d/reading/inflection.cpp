#include "emo3d/reading/inflection.h"

#include <array>

namespace emo3d::reading {
namespace {

bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }

/// `word` with `ending` taken off; the callers have checked that it has it and that a stem of two letters is left.
std::string_view without(std::string_view word, std::string_view ending) {
  return word.substr(0, word.size() - ending.size());
}

bool has_stem(std::string_view word, std::string_view ending) {
  return word.ends_with(ending) && word.size() >= ending.size() + 2;
}

/// Runs of vowels; a y counts but at the beginning.
std::size_t syllables(std::string_view word) {
  std::size_t count = 0;
  bool in_vowels = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool vowel = is_vowel(word[i]) || (word[i] == 'y' && i > 0);
    count += vowel && !in_vowels ? 1 : 0;
    in_vowels = vowel;
  }
  return count;
}

/// Ends in one consonant after one vowel, as "grin" does: that consonant is doubled before an ending.
bool ends_closed(std::string_view base) {
  const std::size_t n = base.size();
  return n >= 3 && !is_vowel(base[n - 1]) && base[n - 1] != 'w' && base[n - 1] != 'x' && base[n - 1] != 'y' &&
         is_vowel(base[n - 2]) && !is_vowel(base[n - 3]);
}

/// The forms in -ing of the infinitive `base`.
void add_participles(std::string_view base, std::vector<std::string>& forms) {
  if (base.size() < 3) return;
  if (base.ends_with("ie")) {
    forms.push_back(std::string(without(base, "ie")) + "ying");
  } else if (base.ends_with("e") && !base.ends_with("ee") && !base.ends_with("oe") && !base.ends_with("ye")) {
    forms.push_back(std::string(without(base, "e")) + "ing");
  } else {
    // "hop" must not become "hoping"; longer words double only where the stress is on the end
    if (!ends_closed(base) || syllables(base) > 1) forms.push_back(std::string(base) + "ing");
    if (ends_closed(base)) forms.push_back(std::string(base) + (base.back() == 'c' ? 'k' : base.back()) + "ing");
  }
}

}  // namespace

std::vector<std::string> participles_of(std::string_view word) {
  std::vector<std::string> forms;
  if (has_stem(word, "ied")) {
    forms.push_back(std::string(without(word, "ied")) + "ying");
  } else if (has_stem(word, "ed")) {
    forms.push_back(std::string(without(word, "ed")) + "ing");
  } else if (has_stem(word, "ies")) {
    forms.push_back(std::string(without(word, "ies")) + "ying");
    add_participles(without(word, "s"), forms);
  } else if (has_stem(word, "s") && !word.ends_with("ss")) {
    constexpr std::array<std::string_view, 5> kBeforeEs{"ses", "xes", "zes", "ches", "shes"};
    for (const std::string_view ending : kBeforeEs)
      if (has_stem(word, ending)) add_participles(without(word, "es"), forms);
    add_participles(without(word, "s"), forms);
  }
  add_participles(word, forms);
  return forms;
}

std::vector<std::string> adjectives_of(std::string_view word) {
  std::vector<std::string> forms;
  if (has_stem(word, "ily")) forms.push_back(std::string(without(word, "ily")) + "y");
  if (has_stem(word, "ically")) forms.emplace_back(without(word, "ally"));
  if (has_stem(word, "bly")) forms.push_back(std::string(without(word, "y")) + "e");
  if (has_stem(word, "ly")) forms.emplace_back(without(word, "ly"));
  if (has_stem(word, "iness")) forms.push_back(std::string(without(word, "iness")) + "y");
  if (has_stem(word, "ness")) forms.emplace_back(without(word, "ness"));
  for (const std::string_view ending : {"er", "est"}) {
    if (!has_stem(word, ending)) continue;
    const std::string_view stem = without(word, ending);
    if (stem.ends_with("i")) forms.push_back(std::string(without(stem, "i")) + "y");
    forms.emplace_back(stem);
    forms.push_back(std::string(stem) + "e");
    if (stem[stem.size() - 1] == stem[stem.size() - 2]) forms.emplace_back(stem.substr(0, stem.size() - 1));
  }
  return forms;
}

std::vector<std::string> shortened(std::string_view word) {
  std::string single;
  std::string twice;
  for (std::size_t i = 0; i < word.size();) {
    std::size_t end = i;
    while (end < word.size() && word[end] == word[i]) ++end;
    const bool letters = word[i] >= 'a' && word[i] <= 'z';
    const std::size_t run = end - i;
    single.append(letters && run > 2 ? 1 : run, word[i]);
    twice.append(letters && run > 2 ? 2 : run, word[i]);
    i = end;
  }
  if (single.size() == word.size()) return {};
  return {twice, single};
}

}  // namespace emo3d::reading
