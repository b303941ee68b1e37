#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emo3d/emotion/emotion.h"
#include "emo3d/face/channel.h"

/// The texts of tests/wordings, written by people for measuring, and what they ask for.
namespace emo3d::train {

enum class FaceSide { kLeft, kRight };

/// A channel, or the channels of both sides, that a text asks for.
struct ChannelDemand {
  std::vector<face::Channel> channels;
  bool ruled_out = false;
  std::optional<float> score;  ///< Where any that shows will do: nothing.
};

/// Something of one side of the face: any of `channels` there.
struct SideDemand {
  FaceSide side = FaceSide::kLeft;
  std::vector<face::Channel> channels;  ///< Of that side; each has a mirror().
};

/// A line of people.jsonl; which members it has depends on its set.
struct PersonText {
  std::string set;  ///< "situation", "graded", "negation", "side_one", ...
  std::string text;
  std::optional<emotion::Emotion> emotion, denied;
  std::optional<float> intensity;
  std::size_t group = 0, rank = 0;   ///< Texts of one group differ in strength; rank 1 is the weakest. 0: none.
  std::vector<SideDemand> sides;     ///< Each has to be met.
  std::vector<face::Channel> shown;  ///< Channels that have to show.
};

/// \throws Error kNotFound, kIo, or kInvalidData naming line and member; so the next.
[[nodiscard]] std::vector<PersonText> read_people(const std::filesystem::path& file);

struct ActionWordingText {
  std::string text;
  std::vector<ChannelDemand> demands;  ///< None where the text tells of no action.
};

/// Reads lines "TEXT | CHANNEL ..."; actions.txt explains them.
[[nodiscard]] std::vector<ActionWordingText> read_action_wordings(const std::filesystem::path& file);

}  // namespace emo3d::train
