#include "emo3d/terminal.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>
#include <vector>

#include "emo3d/service/explanation.h"

#include "emo3d/base/error.h"
#include "emo3d/base/json_text.h"

namespace emo3d::cli {
namespace {

constexpr int kBarCells = 24;
constexpr std::size_t kStrongest = 10;
constexpr float kShownFrom = 0.05f;

/// A bar of `value` in [0,1], in eighths of a cell, padded with blanks.
std::string bar(float value) {
  constexpr std::array<std::string_view, 8> kParts = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const int eighths = static_cast<int>(std::lround(value * kBarCells * 8));
  std::string text;
  for (int i = 0; i < eighths / 8; ++i) text += "█";
  const std::string_view rest = kParts[static_cast<std::size_t>(eighths % 8)];
  text += rest;
  return text + std::string(static_cast<std::size_t>(kBarCells - eighths / 8 - (rest.empty() ? 0 : 1)), ' ');
}

std::string bar_line(std::string_view name, float value) {
  return fmt::format("  {:<20} {} {:.2f}\n", name, bar(value), value);
}

}  // namespace

void print_line(std::string_view line) { fmt::print("{}\n", line); }

void print_json(const OrderedJson& json) { print_line(json_text(json, 2)); }

std::string printable(std::string_view text) {
  std::string quoted = quote(text, text.size());
  return quoted.size() == text.size() + 2 ? std::string(text) : quoted;
}

std::string describe(const service::Generated& generated) {
  std::string text;
  if (generated.emotions)
    for (const emotion::Emotion e : emotion::emotions()) text += bar_line(name(e), (*generated.emotions)[e]);
  else
    text += "  emotions: not told by this model\n";
  const face::Expression& expression = generated.document.expression;
  const std::vector<face::Channel> strongest = strongest_channels(expression, kStrongest, kShownFrom);
  text += strongest.empty() ? "\n  no channel above 0.05: a neutral face\n" : "\n";
  for (const face::Channel c : strongest) text += bar_line(name(c), expression[c]);
  for (const std::string& note : generated.notes) text += fmt::format("  note: {}\n", note);
  return text;
}

std::string describe(const model::Explanation& explanation) {
  std::string text;
  for (const reading::Correction& correction : explanation.corrections)
    text += fmt::format("\nread \"{}\" as \"{}\"\n", correction.written, correction.meant);
  if (!explanation.clauses.empty()) text += "\nclauses\n";
  for (const model::ExplainedClause& clause : explanation.clauses) {
    text += fmt::format("  {:<7} \"{}\"\n", service::name(clause.stance), clause.text);
    for (const emotion::Emotion e : emotion::emotions())
      if (clause.emotions[e] >= kShownFrom) text += "  " + bar_line(name(e), clause.emotions[e]);
  }
  if (!explanation.feelings.empty()) text += "\nwords\n";
  for (const reading::FeelingWords& words : explanation.feelings)
    text += fmt::format("  {:<7} \"{}\": {} {:.2f}\n", service::name(words.stance), words.text,
                        name(words.mixture.dominant()), words.mixture.strength);
  if (!explanation.prediction.actions.empty()) text += "\nactions\n";
  for (const reading::FacialAction& action : explanation.prediction.actions) {
    text += fmt::format("  {}{}:", action.negated ? "no " : "", action.name);
    for (const reading::ChannelScore& score : action.scores)
      text += fmt::format(" {} {:.2f}", face::name(score.channel), score.score);
    text += '\n';
  }
  if (!explanation.channels.empty()) text += "\nchannels\n";
  for (const model::ChannelSource& source : explanation.channels) {
    text += fmt::format("  {:<20} {:.2f} from", face::name(source.channel), source.score);
    for (const std::string& action : source.actions) text += fmt::format(" action \"{}\"", action);
    for (const model::EmotionShare& share : source.emotions)
      text += fmt::format(" {} {:.2f}", name(share.emotion), share.score);
    if (source.actions.empty() && source.emotions.empty()) text += " the network";
    text += '\n';
  }
  return text;
}

ProgressLine::ProgressLine(std::size_t total, std::string_view unit)
    : progress_(total), unit_(unit), terminal_(::isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() { interrupt(); }

void ProgressLine::interrupt() {
  if (terminal_ && std::exchange(shown_, false)) std::fputs("\n", stderr);
}

void ProgressLine::add(std::size_t items, std::string_view note) {
  progress_.add(items);
  if (!progress_.due()) return;
  const auto now = Progress::Clock::now();
  const std::string line = fmt::format("{}{}{}", progress_.line(unit_, now), note.empty() ? "" : "; ", note);
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", line);
    shown_ = true;
  } else if (now - printed_ >= std::chrono::seconds(5)) {
    fmt::print(stderr, "{}\n", line);
    printed_ = now;
  }
}

}  // namespace emo3d::cli
