#include "emo3d/reading/action_phrases.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>

#include "emo3d/text/words.h"

namespace emo3d::reading {
namespace {

using text::Word;

constexpr auto kPossessives = std::to_array<std::string_view>({"his", "her", "their", "its", "my", "your", "our"});

bool is_possessive(std::string_view word) { return std::ranges::find(kPossessives, word) != kPossessives.end(); }

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "0.7" is 0.7 and "70%" too.
std::optional<float> read_share(std::string_view word, bool per_cent_follows) {
  const bool per_cent = word.ends_with('%');
  if (per_cent) word.remove_suffix(1);
  float value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || end != word.data() + word.size() || !(value >= 0)) return std::nullopt;
  return std::min(per_cent || per_cent_follows ? value / 100 : value, 1.0f);
}

class PhraseFinder {
 public:
  explicit PhraseFinder(std::string_view text) : words_(text::find_words(text)), sides_(find_side_words(text)) {}

  std::vector<Phrase> find() {
    while (at_ < words_.size()) {
      const Word& word = words_[at_];
      while (side_ < sides_.size() && sides_[side_].end <= word.begin) ++side_;
      if (side_ < sides_.size() && sides_[side_].begin == word.begin) {
        const Side side = sides_[side_].side;
        add(is_hand_side() ? 2 : 1).side = side;
      } else if (word.mark) {
        add(1).mark = true;
      } else if (!add_unit() && !add_known() && !add_hyphenated()) {
        add_other();
      }
    }
    return std::move(phrases_);
  }

 private:
  Phrase& add(std::size_t count, const Meaning* meaning = nullptr) {
    const Word& first = words_[at_];
    Phrase& phrase = phrases_.emplace_back();
    phrase.text = first.text;
    phrase.begin = first.begin;
    phrase.end = words_[at_ + count - 1].end;
    phrase.meaning = meaning;
    at_ += count;
    return phrase;
  }

  /// "left-hand corner", but not "the left hand".
  [[nodiscard]] bool is_hand_side() const {
    if (at_ + 2 >= words_.size() || words_[at_ + 1].text != "hand") return false;
    const Meaning* noun = find_meaning(words_[at_ + 2].text);
    return words_[at_ + 2].text == "side" || (noun != nullptr && !noun->part.empty());
  }

  bool add_known() {
    std::string key;
    const Meaning* longest = nullptr;
    std::size_t count = 0;
    for (std::size_t n = 0; n < kMaxPhraseWords && at_ + n < words_.size(); ++n) {
      const Word& word = words_[at_ + n];
      if (word.mark || (n > 0 && is_side_at(word))) break;
      if (n > 0) key += ' ';
      key += is_possessive(word.text) ? "the" : word.text;
      if (const Meaning* meaning = find_meaning(key)) {
        longest = meaning;
        count = n + 1;
      }
    }
    if (longest == nullptr) return false;
    const bool determiner = count == 1 && (words_[at_].text == "the" || words_[at_].text == "a" ||
                                           words_[at_].text == "an" || is_possessive(words_[at_].text));
    add(count, longest).determiner = determiner;
    return true;
  }

  /// An action unit: "au12", "au 12", and what a list of them goes on with ("au1+2").
  bool add_unit() {
    const std::string_view word = words_[at_].text;
    const Meaning* unit = nullptr;
    if (word == "au" && at_ + 1 < words_.size() && is_digits(words_[at_ + 1].text)) {
      unit = find_meaning("au" + std::string(words_[at_ + 1].text));
      if (unit != nullptr) add(2, unit);
    } else if (in_units_ && is_digits(word)) {
      unit = find_meaning("au" + std::string(word));
      if (unit != nullptr) add(1, unit);
    }
    in_units_ = unit != nullptr || (word.starts_with("au") && is_digits(word.substr(2))) || (in_units_ && word == "+");
    return unit != nullptr;
  }

  /// "half-open", "puffed-out", "shut-eyed": what a word with a hyphen says where it is no word of its own.
  bool add_hyphenated() {
    const std::string_view word = words_[at_].text;
    const std::size_t hyphen = word.find('-');
    if (hyphen == std::string_view::npos) return false;
    std::string apart(word);
    std::ranges::replace(apart, '-', ' ');
    if (const Meaning* meaning = find_meaning(apart)) {
      add(1, meaning);
      return true;
    }
    const Meaning* first = find_meaning(word.substr(0, hyphen));
    const Meaning* second = find_meaning(word.substr(hyphen + 1));
    if (first == nullptr || second == nullptr || (!first->degree && first->movements.empty())) return false;
    if (second->movements.empty() && (second->part.empty() || !rest_is_adjective(word))) return false;
    Phrase& prefix = add(1, first);
    const std::size_t end = prefix.end;
    prefix.end = prefix.begin + hyphen;
    Phrase& rest = phrases_.emplace_back(prefix);
    rest.begin = rest.begin + hyphen + 1;
    rest.end = end;
    rest.text = word.substr(hyphen + 1);
    rest.meaning = second;
    return true;
  }

  /// "shut-eyed", "open-mouthed", but not "narrow-lip".
  static bool rest_is_adjective(std::string_view word) { return word.ends_with("ed"); }

  void add_other() {
    static const Meaning kPercentage{.part = {}, .movements = {}, .action = nullptr, .degree = 1.0f};
    static const Meaning kNot{.part = {}, .movements = {}, .action = nullptr, .degree = {}, .role = Role::kNegation};
    static const Meaning kAdverb{.part = {}, .movements = {}, .action = nullptr, .degree = {}, .role = Role::kGlue};
    const std::string_view word = words_[at_].text;
    const bool per_cent =
        at_ + 1 < words_.size() && (words_[at_ + 1].text == "percent" || words_[at_ + 1].text == "per");
    if (const auto share = read_share(word, per_cent)) {
      Phrase& phrase = add(per_cent ? 2 : 1, per_cent || word.ends_with('%') ? &kPercentage : nullptr);
      phrase.number = share;
    } else if (word.ends_with("n't")) {
      add(1, &kNot);
    } else {
      add(1, word.ends_with("ly") ? &kAdverb : nullptr);
    }
  }

  [[nodiscard]] bool is_side_at(const Word& word) const {
    for (std::size_t i = side_; i < sides_.size() && sides_[i].begin <= word.begin; ++i)
      if (sides_[i].begin == word.begin) return true;
    return false;
  }

  std::vector<Word> words_;
  std::vector<SideWord> sides_;
  std::vector<Phrase> phrases_;
  std::size_t at_ = 0;
  std::size_t side_ = 0;
  bool in_units_ = false;
};

}  // namespace

std::vector<Phrase> find_phrases(std::string_view text) { return PhraseFinder(text).find(); }

}  // namespace emo3d::reading
