#include "emo3d/reading/action_vocabulary.h"

#include <deque>
#include <map>
#include <unordered_map>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/reading/verb_forms.h"
#include "emo3d/reading/word_list.h"

namespace emo3d::reading {
namespace {

struct RoleSection {
  std::string_view section;
  Role role;
};

constexpr RoleSection kRoles[] = {
    {"glue", Role::kGlue},
    {"prepositions", Role::kPreposition},
    {"negations", Role::kNegation},
    {"fadings", Role::kFading},
    {"affirmations", Role::kAffirmation},
    {"and", Role::kAnd},
    {"or", Role::kOr},
    {"break", Role::kBreak},
    {"both", Role::kBoth},
    {"neither", Role::kNeither},
    {"one", Role::kOne},
    {"other", Role::kOther},
    {"pronouns", Role::kPronoun},
    {"idioms", Role::kIdiom},
    {"compounds", Role::kCompound},
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

/// "corner of the mouth" -> "corners of the mouth".
std::string plural(std::string_view noun) {
  const std::size_t end = std::min(noun.find(" of "), noun.size());
  return std::string(noun.substr(0, end)) + "s" + std::string(noun.substr(end));
}

/// The phrases that "(inner/outer)(/ left) tip" stands for, of which one choice in each bracket is taken.
std::vector<std::string> alternatives(std::string_view phrase) {
  const std::size_t begin = phrase.find('(');
  const std::size_t end = phrase.find(')');
  if (begin == std::string_view::npos || end == std::string_view::npos) return {std::string(phrase)};
  std::vector<std::string> all;
  const std::vector<std::string> rests = alternatives(phrase.substr(end + 1));
  for (std::size_t at = begin + 1; at <= end;) {
    const std::size_t next = std::min(phrase.find('/', at), end);
    for (const std::string& rest : rests) {
      std::string whole(phrase.substr(0, begin));
      whole += phrase.substr(at, next - at);
      // an empty choice leaves one blank, not two
      const bool doubled = (whole.empty() || whole.ends_with(' ')) && rest.starts_with(' ');
      whole += std::string_view(rest).substr(doubled ? 1 : 0);
      all.push_back(std::move(whole));
    }
    at = next + 1;
  }
  return all;
}

/// The phrases of a list, parted by commas, with all their alternatives.
std::vector<std::string> phrases_of(std::string_view list) {
  std::vector<std::string> all;
  for (const std::string_view phrase : split(list, ','))
    for (const std::string& one : alternatives(phrase))
      if (!one.empty()) all.emplace_back(trimmed(one));
  return all;
}

face::Channel read_channel(std::string_view name) {
  const auto channel = face::find_channel(name);
  check(channel.has_value(), ErrorCode::kInvalidData, "actions.txt: {} is no channel", quote(name));
  return *channel;
}

/// "browOuterUp* 0.95 browInnerUp 0.35/0.8".
std::vector<RuleScore> read_scores(std::string_view text) {
  std::vector<RuleScore> scores;
  const std::vector<std::string_view> words = split(text, ' ');
  check(words.size() % 2 == 0, ErrorCode::kInvalidData, "actions.txt: {} is no list of channels and scores",
        quote(text));
  for (std::size_t i = 0; i < words.size(); i += 2) {
    std::string name(words[i]);
    if (name.back() == '*') name = name.substr(0, name.size() - 1) + "Left";
    if (name.back() == '~') name = name.substr(0, name.size() - 1) + "Right";
    const std::vector<std::string_view> values = split(words[i + 1], '/');
    scores.push_back({read_channel(name), read_number(values.front()), read_number(values.back())});
  }
  return scores;
}

class Vocabulary {
 public:
  Vocabulary() {
    const std::vector<DataLine> lines = read_data_lines(actions_text());
    for (const DataLine& line : lines)
      if (line.section == "irregular") read_irregular(line.text);
    for (const DataLine& line : lines) read(line);
    for (const face::Channel channel : face::channels()) add_channel_name(channel);
  }

  [[nodiscard]] const Meaning* find(std::string_view phrase) const {
    const auto found = meanings_.find(phrase);
    return found != meanings_.end() ? &found->second : nullptr;
  }

  [[nodiscard]] const ActionRule* find_rule(std::string_view part, std::string_view movement) const {
    const auto found = rules_.find({part, movement});
    return found != rules_.end() ? &found->second : nullptr;
  }

  [[nodiscard]] std::vector<const ActionRule*> rules_of(std::string_view part) const {
    std::vector<const ActionRule*> all;
    for (auto rule = rules_.lower_bound({part, {}}); rule != rules_.end() && rule->first.first == part; ++rule)
      all.push_back(&rule->second);
    return all;
  }

 private:
  void read(const DataLine& line) {
    const std::vector<std::string_view> columns = split(line.text, '|');
    const auto expect = [&](std::size_t count) {
      check(columns.size() == count, ErrorCode::kInvalidData, "actions.txt: {} has {} columns, expected {}",
            quote(line.text), columns.size(), count);
    };
    if (line.section == "parts") {
      expect(3);
      read_parts(columns);
    } else if (line.section == "movements") {
      expect(3);
      read_movement(columns);
    } else if (line.section == "rules") {
      expect(4);
      rules_.try_emplace({columns[0], columns[1]}, ActionRule{columns[2], read_scores(columns[3])});
    } else if (line.section == "words") {
      expect(4);
      read_words(columns);
    } else if (line.section == "degrees") {
      expect(2);
      for_each_phrase(columns[1], [&](Meaning& meaning, auto) { meaning.degree = read_number(columns[0]); });
    } else {
      for (const RoleSection& entry : kRoles)
        if (line.section == entry.section)
          for_each_phrase(line.text, [&](Meaning& meaning, auto) {
            if (meaning.role == Role::kNone) meaning.role = entry.role;
          });
    }
  }

  void read_irregular(std::string_view text) {
    for (const std::string_view entry : split(text, '|')) {
      const std::vector<std::string_view> words = split(entry, ' ');
      irregular_[words.front()].assign(words.begin() + 1, words.end());
    }
  }

  void read_parts(const std::vector<std::string_view>& columns) {
    for (const std::string& noun : phrases_of(columns[1])) {
      name_part(meanings_[noun], columns[0], true);
      name_part(meanings_[plural(noun)], columns[0], false);
    }
    for_each_phrase(columns[2], [&](Meaning& meaning, std::optional<VerbForm> form) {
      if (form == VerbForm::kAgent || !meaning.part.empty()) return;  // "gaze" is a noun first
      name_part(meaning, columns[0], false);
      meaning.is_verb = form.has_value();
    });
  }

  static void name_part(Meaning& meaning, std::string_view part, bool one) {
    meaning.part = part;
    meaning.names_one = one;
  }

  void read_movement(const std::vector<std::string_view>& columns) {
    for (const std::string& verb : phrases_of(columns[1]))
      for (const InflectedVerb& form : verb_forms(verb, irregular_)) {
        Meaning& meaning = meanings_[form.text];
        meaning.movements.push_back(columns[0]);
        meaning.kind = form.form == VerbForm::kPast ? VerbKind::kParticiple : VerbKind::kVerb;
      }
    for_each_phrase(columns[2], [&](Meaning& meaning, auto) {
      if (meaning.movements.empty()) meaning.kind = VerbKind::kState;
      meaning.movements.push_back(columns[0]);
    });
  }

  void read_words(const std::vector<std::string_view>& columns) {
    const bool one_side = columns[1].find("one") != std::string_view::npos;
    const bool order = columns[1].find("order") != std::string_view::npos;
    const bool aimed = columns[1].find("aimed") != std::string_view::npos;
    const bool feeling = columns[1].find("feeling") != std::string_view::npos;
    const ActionRule& action =
        actions_.emplace_back(ActionRule{columns[0], read_scores(columns[2]), one_side, feeling, order, aimed});
    for_each_phrase(columns[3], [&](Meaning& meaning, std::optional<VerbForm> form) {
      if (form != VerbForm::kAgent) meaning.action = &action;
    });
  }

  /// A channel's own name demands that channel.
  void add_channel_name(face::Channel channel) {
    std::string phrase;
    for (const char c : face::name(channel)) phrase += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    meanings_[phrase].action = &actions_.emplace_back(ActionRule{face::name(channel), {{channel, 1, 1}}});
  }

  /// Calls `use` for each phrase of a list, in all its forms where it is a verb ("wink+").
  template <typename Use>
  void for_each_phrase(std::string_view list, const Use& use) {
    for (const std::string& phrase : phrases_of(list)) {
      if (const std::size_t plus = phrase.find('+'); plus != std::string::npos && plus > 0) {
        const std::string verb = phrase.substr(0, plus) + phrase.substr(plus + 1);
        for (const InflectedVerb& form : verb_forms(verb, irregular_))
          use(meanings_[form.text], std::optional(form.form));
      } else {
        use(meanings_[phrase], std::optional<VerbForm>());
      }
    }
  }

  IrregularPasts irregular_;
  std::unordered_map<std::string, Meaning, TextHash, std::equal_to<>> meanings_;
  std::map<std::pair<std::string_view, std::string_view>, ActionRule> rules_;
  std::deque<ActionRule> actions_;
};

const Vocabulary& vocabulary() {
  static const Vocabulary instance;
  return instance;
}

}  // namespace

const Meaning* find_meaning(std::string_view phrase) { return vocabulary().find(phrase); }

std::vector<const ActionRule*> rules_of(std::string_view part) { return vocabulary().rules_of(part); }

const ActionRule* find_rule(std::string_view part, std::string_view movement) {
  return vocabulary().find_rule(part, movement);
}

}  // namespace emo3d::reading
