#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/reading/description.h"
#include "emo3d/reading/reading.h"
#include "emo3d/reading/word_list.h"
#include "emo3d/text/sides.h"

// Facial actions read off the wordings of tests/wordings.
namespace emo3d::reading {
namespace {

constexpr float kTolerance = 0.16f;
constexpr float kShown = 0.3f;  ///< From here on an action that names no score can be seen.

/// A channel, or pair of channels, that a wording asks for.
struct Demand {
  std::vector<face::Channel> channels;
  bool ruled_out = false;
  float score = -1;  ///< -1 where any that shows will do.
};

Demand read_demand(std::string_view word) {
  Demand demand;
  if (word.starts_with('-')) {
    demand.ruled_out = true;
    word.remove_prefix(1);
  }
  if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
    demand.score = read_number(word.substr(equals + 1));
    word = word.substr(0, equals);
  }
  std::string name(word);
  const bool both = name.ends_with('*');
  if (both) name.replace(name.size() - 1, 1, "Left");
  demand.channels.push_back(face::find_channel(name).value());
  if (both) demand.channels.push_back(mirrored(demand.channels[0]));
  return demand;
}

/// What a text's actions ask for, as its words mean it.
std::vector<FacialAction> actions_of(std::string_view text) {
  Reading reading = read_description(text);
  if (reading.mirrored)
    for (FacialAction& action : reading.actions) action = mirrored(std::move(action));
  return reading.actions;
}

bool meets(const std::vector<FacialAction>& actions, const Demand& demand) {
  return std::ranges::all_of(demand.channels, [&](face::Channel channel) {
    float score = -1;
    for (const FacialAction& action : actions)
      for (const ChannelScore& s : action.scores)
        if (s.channel == channel) score = s.score > 0 ? std::max(score, s.score) : 0;
    if (demand.ruled_out) return score == 0;
    return demand.score < 0 ? score >= kShown : std::abs(score - demand.score) <= kTolerance;
  });
}

/// Whether the strongest of what the action asks for is asked for.
bool is_demanded(const FacialAction& action, const std::vector<Demand>& demands) {
  float strongest = 0;
  for (const ChannelScore& s : action.scores) strongest = std::max(strongest, s.score);
  if (strongest == 0 && !action.negated) return true;  // "opens the left eye" only rules out
  return std::ranges::any_of(action.scores, [&](const ChannelScore& s) {
    return s.score >= strongest / 2 && std::ranges::any_of(demands, [&](const Demand& demand) {
             return demand.ruled_out == action.negated &&
                    std::ranges::find(demand.channels, s.channel) != demand.channels.end();
           });
  });
}

/// Whether the side that is not named moves.
bool leaks(const std::vector<FacialAction>& actions, const std::vector<Demand>& demands) {
  const face::Expression face = apply_actions(actions, {});
  return std::ranges::any_of(demands, [&](const Demand& demand) {
    const face::Channel other = mirrored(demand.channels[0]);
    const bool asked = std::ranges::any_of(
        demands, [&](const Demand& d) { return std::ranges::find(d.channels, other) != d.channels.end(); });
    return demand.channels.size() == 1 && !demand.ruled_out && !asked && face[other] > 0.2f;
  });
}

struct Figures {
  std::size_t demands = 0, met = 0;
  std::size_t actions = 0, right = 0;
  std::size_t one_sided = 0, leaking = 0;
  std::string faults;
};

Figures measure(const std::string& file) {
  const std::string data = read_file(std::string(EMO3D_WORDINGS) + "/" + file);
  Figures figures;
  for (const DataLine& line : read_data_lines(data)) {
    const std::vector<std::string_view> columns = split(line.text, '|');
    std::vector<Demand> demands;
    if (columns.at(1) != "")
      for (const std::string_view word : split(columns[1], ' ')) demands.push_back(read_demand(word));
    const std::vector<FacialAction> actions = actions_of(columns[0]);
    std::string fault;
    for (const Demand& demand : demands) {
      ++figures.demands;
      const bool met = meets(actions, demand);
      figures.met += met ? 1 : 0;
      if (!met) fault += " lacks " + std::string(face::name(demand.channels[0]));
    }
    for (const FacialAction& action : actions) {
      ++figures.actions;
      const bool right = is_demanded(action, demands);
      figures.right += right ? 1 : 0;
      if (!right) fault += " has " + action.name;
    }
    const bool one_sided = std::ranges::any_of(
        demands, [](const Demand& d) { return d.channels.size() == 1 && mirrored(d.channels[0]) != d.channels[0]; });
    figures.one_sided += one_sided ? 1 : 0;
    if (one_sided && leaks(actions, demands)) {
      ++figures.leaking;
      fault += " moves the other side";
    }
    if (!fault.empty()) figures.faults += std::string(columns[0]) + ":" + fault + "\n";
  }
  return figures;
}

double share(std::size_t part, std::size_t whole) { return static_cast<double>(part) / static_cast<double>(whole); }

TEST(ActionWordings, KnownOnesAreReadAsMeant) {
  const Figures figures = measure("actions.txt");
  EXPECT_GE(figures.demands, 300u);
  EXPECT_EQ(figures.faults, "");
}

/// The aims for wordings that no rule was written for.
TEST(ActionWordings, HeldOutOnesMeetTheAims) {
  const Figures figures = measure("actions_held_out.txt");
  RecordProperty("recall", std::to_string(share(figures.met, figures.demands)));
  RecordProperty("precision", std::to_string(share(figures.right, figures.actions)));
  EXPECT_GE(share(figures.met, figures.demands), 0.95) << figures.faults;
  EXPECT_GE(share(figures.right, figures.actions), 0.98) << figures.faults;
  EXPECT_LE(share(figures.leaking, figures.one_sided), 0.02) << figures.faults;
}

/// The texts of a file of wordings.
std::vector<std::string> texts_of(const std::string& file) {
  const std::string data = read_file(std::string(EMO3D_WORDINGS) + "/" + file);
  std::vector<std::string> texts;
  for (const DataLine& line : read_data_lines(data)) texts.emplace_back(split(line.text, '|').front());
  return texts;
}

/// Whether exchanging left and right in `text` mirrors its actions, and changes nothing where no side is named.
bool mirrors_exactly(const std::string& text) {
  const face::Expression face = apply_actions(actions_of(text), {});
  const face::Expression mirror = apply_actions(actions_of(text::mirror_sides(plain_text(text))), {});
  return mirror == (read_description(text).names_side ? mirrored(face) : face);
}

TEST(ActionWordings, AMirroredTextMirrorsItsActions) {
  for (const char* file : {"actions.txt", "actions_held_out.txt"})
    for (const std::string& text : texts_of(file)) EXPECT_TRUE(mirrors_exactly(text)) << text;
}

TEST(ActionWordings, SoDoesAnyTextMadeOfThem) {
  const std::vector<std::string> texts = texts_of("actions.txt");
  const std::vector<std::string> joints{", ", " and ", " while ", " or ", ", then ", " ", " with "};
  EXPECT_TRUE(rc::check([&] {
    std::string text = texts[*rc::gen::inRange<std::size_t>(0, texts.size())];
    for (int more = *rc::gen::inRange(1, 4); more > 0; --more) {
      text += joints[*rc::gen::inRange<std::size_t>(0, joints.size())];
      text += texts[*rc::gen::inRange<std::size_t>(0, texts.size())];
    }
    RC_ASSERT(mirrors_exactly(text));
  }));
}

}  // namespace
}  // namespace emo3d::reading
