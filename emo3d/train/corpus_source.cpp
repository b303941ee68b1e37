#include "emo3d/train/corpus_source.h"

#include <algorithm>
#include <cmath>

#include "emo3d/base/error.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/train/corpus_data.h"
#include "emo3d/train/text_pattern.h"

namespace emo3d::train {
namespace {

using reading::DataLine;
using reading::Mixture;
using reading::read_data_lines;
using reading::read_number;
using reading::split;
using reading::trimmed;

/// Keeps what belongs to one part.
class Filter {
 public:
  explicit Filter(Part part) : part_(part) {}
  [[nodiscard]] bool keeps(std::string_view item) const { return belongs(is_held_out(item)); }
  [[nodiscard]] std::vector<std::string> kept(std::string_view list, char separator = ',') const {
    std::vector<std::string> items;
    for (const std::string_view item : split(list, separator))
      if (!item.empty() && keeps(item)) items.emplace_back(item);
    return items;
  }

  /// For short lists: every sixth line of `group`, from the third on, is held out, so that both parts have some.
  [[nodiscard]] bool keeps_next(std::string_view group) {
    const std::size_t line = lines_[std::string(group)]++;
    return belongs(line % kHeldOutOneIn == 2);
  }

 private:
  [[nodiscard]] bool belongs(bool held_out) const {
    return part_ == Part::kAll || held_out == (part_ == Part::kHeldOut);
  }

  Part part_;
  std::map<std::string, std::size_t> lines_;
};

std::vector<std::string> all_items(std::string_view list, char separator) {
  std::vector<std::string> items;
  for (const std::string_view item : split(list, separator))
    if (!item.empty()) items.emplace_back(item);
  return items;
}

void read_lexicon(CorpusSource& source, const Filter& filter) {
  for (const reading::LexiconEntry& entry : reading::read_lexicon())
    if (filter.keeps(entry.text))
      source.words[static_cast<std::size_t>(entry.kind)][static_cast<std::size_t>(entry.mixture.dominant())].push_back(
          entry);
  source.adverbs = reading::read_degrees("adverb");
  source.amounts = reading::read_degrees("amount");
  source.fillings = reading::read_degrees("filling");
}

void read_persons(CorpusSource& source) {
  for (const DataLine& line : read_data_lines(persons_text())) {
    const std::vector<std::string> section = all_items(line.section, ' ');
    check(section.size() == 1 || section.size() == 2, ErrorCode::kInvalidData, "persons.txt: {} is in no section",
          quote(line.text));
    if (section[0] == "determiner") {
      source.determiners.emplace_back(line.text);
    } else if (section[0] == "name") {
      source.names.emplace_back(line.text);
    } else if (section[0] == "age" && section.size() == 2) {
      source.ages[section[1]].emplace_back(line.text);
    } else {
      const std::vector<std::string> words = all_items(line.text, ' ');
      check(words.size() == 4 && section.size() == 2 && source.ages.contains(section[1]), ErrorCode::kInvalidData,
            "persons.txt: {} is not a noun and three pronouns in a section of persons", quote(line.text));
      source.persons.push_back({words[0], words[1], words[2], words[3], section[1]});
    }
  }
}

void read_frames(CorpusSource& source, Filter& filter) {
  for (const DataLine& line : read_data_lines(templates_text()))
    if (filter.keeps_next(line.section)) source.frames[std::string(line.section)].emplace_back(line.text);
}

void read_situations(CorpusSource& source, const Filter& filter) {
  constexpr double kMaxWeight = 12;
  const TextPattern::Slots slots = read_slots(Part::kAll);
  for (SituationLine& line : read_situation_lines()) {
    if (!filter.keeps(line.situation.text)) continue;
    SituationList* list = line.section == "told"      ? &source.told
                          : line.section == "said"    ? &source.said
                          : line.section == "sarcasm" ? &source.sarcasm
                          : line.section == "likened" ? &source.likened
                          : line.section == "manner"  ? &source.manners
                                                      : nullptr;
    check(list != nullptr, ErrorCode::kInvalidData, "situations.txt: no section is called [{}]", line.section);
    const auto emotion = static_cast<std::size_t>(line.situation.mixture.dominant());
    const double variants = TextPattern(line.situation.text, slots).variants();
    list->weights[emotion].push_back(std::min(1 + std::log2(variants), kMaxWeight));
    list->of[emotion].push_back(std::move(line.situation));
  }
}

std::vector<ActionChannel> read_channels(std::string_view text) {
  const std::vector<std::string> words = all_items(text, ' ');
  check(!words.empty() && words.size() % 2 == 0, ErrorCode::kInvalidData, "actions.txt: {} is not channels and scores",
        quote(text));
  std::vector<ActionChannel> channels;
  for (std::size_t i = 0; i < words.size(); i += 2) channels.push_back({words[i], read_number(words[i + 1])});
  return channels;
}

void read_actions(CorpusSource& source, const Filter& filter) {
  for (const DataLine& line : read_data_lines(actions_text())) {
    const std::vector<std::string_view> columns = split(line.text, '|');
    const std::vector<ActionChannel> channels = read_channels(columns[0]);
    if (line.section == "both" || line.section == "one") {
      check(columns.size() == 2, ErrorCode::kInvalidData, "actions.txt: {} has no wordings", quote(line.text));
      for (std::string& text : filter.kept(columns[1]))
        (line.section == "one" ? source.one_side : source.both_sides).push_back({channels, std::move(text)});
      continue;
    }
    const bool directed = line.section == "directed";
    check(columns.size() == (directed ? 5u : 4u), ErrorCode::kInvalidData, "actions.txt: {} has {} columns",
          quote(line.text), columns.size());
    ActionGrammar grammar{channels, {}};
    for (std::size_t i = 1; i < columns.size(); ++i) {
      // states and verbs are held out; the few names of parts and directions cannot be
      const bool shared = i == 1 || i == 4;
      grammar.words[i - 1] = shared ? all_items(columns[i], ',') : filter.kept(columns[i]);
    }
    if (!grammar.words[1].empty() && !grammar.words[2].empty())
      (directed ? source.directed : source.composed).push_back(std::move(grammar));
  }
}

}  // namespace

bool SituationList::empty() const {
  return std::ranges::all_of(of, [](const auto& situations) { return situations.empty(); });
}

std::vector<SituationLine> read_situation_lines() {
  std::vector<SituationLine> lines;
  for (const DataLine& line : read_data_lines(situations_text())) {
    if (line.section == "slots") continue;
    const std::size_t bar = line.text.find('|');
    check(bar != std::string_view::npos, ErrorCode::kInvalidData, "situations.txt: {} has no '|'", quote(line.text));
    const Mixture mixture = reading::read_mixture_and_strength(trimmed(line.text.substr(0, bar)));
    lines.push_back({std::string(line.section), {mixture, std::string(trimmed(line.text.substr(bar + 1)))}});
  }
  return lines;
}

std::map<std::string, std::vector<std::string>, std::less<>> read_slots(Part part) {
  Filter filter(part);
  std::map<std::string, std::vector<std::string>, std::less<>> slots;
  for (const DataLine& line : read_data_lines(situations_text())) {
    if (line.section != "slots") continue;
    const std::size_t equals = line.text.find('=');
    check(equals != std::string_view::npos, ErrorCode::kInvalidData, "situations.txt: {} has no '='", quote(line.text));
    std::string_view slot = trimmed(line.text.substr(0, equals));
    std::vector<std::string> words = all_items(line.text.substr(equals + 1), '|');
    if (slot.ends_with('*')) {  // what it stands for tells the emotion
      slot.remove_suffix(1);
      std::erase_if(words, [&](const std::string&) { return !filter.keeps_next(slot); });
    }
    slots[std::string(slot)] = std::move(words);
  }
  return slots;
}

CorpusSource CorpusSource::load(Part part) {
  Filter filter(part);
  CorpusSource source;
  read_lexicon(source, filter);
  read_persons(source);
  read_frames(source, filter);
  source.slots = read_slots(part);
  read_situations(source, filter);
  read_actions(source, filter);
  return source;
}

std::vector<reading::ChannelScore> resolve(const std::vector<ActionChannel>& channels, Sides sides) {
  std::vector<reading::ChannelScore> scores;
  const auto add = [&](const std::string& name, float score) {
    const auto channel = face::find_channel(name);
    check(channel.has_value(), ErrorCode::kInvalidData, "actions.txt: no channel is called {}", quote(name));
    scores.push_back({*channel, score});
  };
  for (const auto& [name, score] : channels) {
    const std::string stem = name.substr(0, name.size() - 1);
    if (name.back() != '*' && name.back() != '~') {
      add(name, score);
      continue;
    }
    const bool other = name.back() == '~';
    if (sides != Sides::kRight) add(stem + (other ? "Right" : "Left"), score);
    if (sides != Sides::kLeft) add(stem + (other ? "Left" : "Right"), score);
  }
  return scores;
}

}  // namespace emo3d::train
