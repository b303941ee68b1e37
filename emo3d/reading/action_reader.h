#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "emo3d/reading/action_list.h"
#include "emo3d/reading/saying_reader.h"

namespace emo3d::reading {

/// Finds the facial actions of a text (lower case) by reading one saying after the other; find_facial_actions() is what
/// others call.
class ActionReader {
 public:
  explicit ActionReader(std::string_view text);
  ActionReader(const ActionReader&) = delete;
  ActionReader& operator=(const ActionReader&) = delete;

  /// The actions in order; to be called once.
  [[nodiscard]] std::vector<FacialAction> read();

 private:
  /// What the sayings before leave for the ones that leave something out.
  struct Context {
    std::string_view part;
    std::string_view movement;
    const ActionRule* rule = nullptr;
  };

  struct Waiting {
    std::size_t part;
    Sides sides;
  };

  struct Mentioned {
    std::string_view part;
    Sides sides = Sides::kUnsaid;
  };

  struct HalfSaid {
    std::size_t movement;
    Sides sides;
  };

  /// Some phrases.
  struct Range {
    std::size_t begin, end;
  };

  void read_saying(const Saying& saying);
  /// Whether a saying moves the other side of the part before ("the other squinting").
  [[nodiscard]] bool goes_on() const;
  [[nodiscard]] bool is_compound(std::size_t part) const;
  bool read_part(std::size_t part);
  /// Whether both of a pair are named ("eyes"), unlike the mouth.
  [[nodiscard]] bool is_pair(std::size_t part) const;
  [[nodiscard]] Sides with_default(Sides sides, std::size_t part) const;
  /// Words that are an action by themselves.
  bool read_words();
  /// "mouthSmileLeft at 0.7": the number after a channel's name is its score.
  void set_value(std::size_t at);
  /// A saying that leaves something out: "and lowers the right", "the other one", "then closes it".
  void read_rest();
  /// "peers through the right eye, the left one shut", "eyes glazed and half open".
  void add_mentioned(std::optional<std::size_t> side, std::size_t movement);
  /// "closes the left, then the right eye": now it is told what the left one is.
  bool complete_half_said(std::size_t part);
  /// "his mouth, half open".
  void read_late_movement(std::size_t movement);
  void read_ellipsis(std::optional<std::size_t> side, std::optional<std::size_t> movement);
  /// Whether the saying only tells the side of the action before: "squints, but only with the right eye".
  bool tells_side(std::optional<std::size_t> part, std::size_t at);
  /// Whether a negation stands before `at` in the saying.
  [[nodiscard]] bool denies(std::size_t at) const;
  void add(MovementFound movement, std::size_t part, Sides sides);
  [[nodiscard]] bool is_negated(std::size_t begin, std::size_t movement) const;
  void emit(const ActionRule& rule, Sides sides, Range at);
  void emit(const ActionRule& rule, Sides sides, Range at, float degree, bool negated);
  /// Whether what wrinkles the forehead are raised brows.
  [[nodiscard]] bool raises_brows();
  /// Whether the phrase belongs to the action right after it ("raises the left" of "raises the left eyebrow").
  [[nodiscard]] bool leads(std::size_t at) const;

  std::vector<Phrase> phrases_;
  Saying saying_;
  SayingReader reader_;     ///< Of the saying in hand.
  std::vector<bool> used_;  ///< Which phrases an action has taken.
  ActionList list_;
  std::vector<HalfSaid> half_said_;  ///< Movements to one side, of a part that is still to come.
  std::vector<Waiting> waiting_;     ///< Parts of sayings without a movement.
  Context context_;
  Mentioned mentioned_;                  ///< The last part named, moved or not.
  std::size_t first_of_saying_ = 0;      ///< The index of the first action of the saying in hand.
  Sides fronted_ = Sides::kUnsaid;       ///< Of "left:", for the saying that follows.
  Sides fronted_here_ = Sides::kUnsaid;  ///< For the saying in hand.
  bool denied_ = false;
};

}  // namespace emo3d::reading
