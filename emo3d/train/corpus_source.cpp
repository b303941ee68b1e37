#include "emo3d/train/corpus_source.h"

#include <algorithm>
#include <cstdint>

#include "emo3d/base/error.h"
#include "emo3d/model/description.h"
#include "emo3d/model/word_list.h"
#include "emo3d/train/corpus_data.h"

namespace emo3d::train {
namespace {

using model::DataLine;
using model::Mixture;
using model::read_data_lines;
using model::read_number;
using model::split;
using model::trimmed;

constexpr std::size_t kHeldOutOneIn = 6;

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

/// " very sad " for "Very sad!": what is looked up with blanks around is found as whole words only.
std::string between_blanks(std::string_view text) {
  std::string words = " ";
  for (const char c : model::plain_text(text)) {
    const bool mark = static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
                      c != '\'' && c != '-';
    if (!mark || words.back() != ' ') words += mark ? ' ' : c;
  }
  if (words.back() != ' ') words += ' ';
  return words;
}

/// Whether `text` keeps more than a letter between the blanks; emoticons do not (":d"), and would be found anywhere.
bool has_word(std::string_view text) { return between_blanks(text).size() > 3; }

void read_lexicon(CorpusSource& source, const Filter& filter) {
  for (const model::LexiconEntry& entry : model::read_lexicon())
    if (filter.keeps(entry.text))
      source.words[static_cast<std::size_t>(entry.kind)][static_cast<std::size_t>(entry.mixture.dominant())].push_back(
          entry);
  source.adverbs = model::read_degrees("adverb");
  source.amounts = model::read_degrees("amount");
  source.fillings = model::read_degrees("filling");
}

void read_persons(CorpusSource& source) {
  for (const DataLine& line : read_data_lines(persons_text())) {
    if (line.section == "age") {
      source.ages.emplace_back(line.text);
    } else if (line.section == "determiner") {
      source.determiners.emplace_back(line.text);
    } else {
      const std::vector<std::string> words = all_items(line.text, ' ');
      check(words.size() == 4, ErrorCode::kInvalidData, "persons.txt: {} is not a noun and three pronouns",
            quote(line.text));
      source.persons.push_back({words[0], words[1], words[2], words[3]});
    }
  }
}

void read_frames(CorpusSource& source, Filter& filter) {
  for (const DataLine& line : read_data_lines(templates_text()))
    if (filter.keeps_next(line.section)) source.frames[std::string(line.section)].emplace_back(line.text);
}

void read_situations(CorpusSource& source, Filter& filter) {
  for (const DataLine& line : read_data_lines(situations_text())) {
    if (line.section == "slots") {
      const std::size_t equals = line.text.find('=');
      check(equals != std::string_view::npos, ErrorCode::kInvalidData, "situations.txt: {} has no '='",
            quote(line.text));
      source.slots[std::string(trimmed(line.text.substr(0, equals)))] = all_items(line.text.substr(equals + 1), '|');
      continue;
    }
    const std::size_t bar = line.text.find('|');
    check(bar != std::string_view::npos, ErrorCode::kInvalidData, "situations.txt: {} has no '|'", quote(line.text));
    const Mixture mixture = model::read_mixture_and_strength(trimmed(line.text.substr(0, bar)));
    if (!filter.keeps_next(name(mixture.dominant()))) continue;
    source.situations[static_cast<std::size_t>(mixture.dominant())].push_back(
        {mixture, std::string(trimmed(line.text.substr(bar + 1)))});
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

std::string_view name(Part part) {
  switch (part) {
    case Part::kTraining:
      return "training";
    case Part::kHeldOut:
      return "held-out";
    case Part::kAll:
      return "all";
  }
  return "";
}

bool is_held_out(std::string_view item) {
  std::uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a
  for (const char c : item) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return (hash >> 32) % kHeldOutOneIn == 0;
}

bool has_held_out_word(std::string_view text) {
  static const std::vector<std::string> held_out = [] {
    std::vector<std::string> words;
    for (const model::LexiconEntry& entry : model::read_lexicon())
      if (is_held_out(entry.text) && has_word(entry.text)) words.push_back(between_blanks(entry.text));
    return words;
  }();
  const std::string searched = between_blanks(text);
  return std::ranges::any_of(held_out,
                             [&](const std::string& word) { return searched.find(word) != std::string::npos; });
}

CorpusSource CorpusSource::load(Part part) {
  Filter filter(part);
  CorpusSource source;
  read_lexicon(source, filter);
  read_persons(source);
  read_frames(source, filter);
  read_situations(source, filter);
  read_actions(source, filter);
  return source;
}

std::vector<model::ChannelScore> resolve(const std::vector<ActionChannel>& channels, Sides sides) {
  std::vector<model::ChannelScore> scores;
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
