#pragma once

#include <cstddef>
#include <vector>

#include "emo3d/reading/facial_action.h"
#include "emo3d/reading/saying.h"
#include "emo3d/text/words.h"

namespace emo3d::reading {

/// One action as its words say it.
struct ActionSaid {
  const ActionRule* rule = nullptr;
  Sides sides = Sides::kBoth;
  float degree = 1;
  bool negated = false;
  text::Extent bytes = {};
};

/// The actions of a description in the order of their words. The sides of the last one may be told later ("smirks, on
/// the right", "one brow, the left").
class ActionList {
 public:
  /// Adds what `said` demands. Where that is nothing ("can't close her mouth"), nothing is added.
  void add(const ActionSaid& said);
  /// Makes the last action, unless it is denied, ask for one score only, as numbers do; its words end at byte `end`.
  void set_score(ChannelScore score, std::size_t end);
  /// Gives the last action its side, where is_open().
  void narrow(Sides sides);

  /// The sides of the last action: left, right or both.
  [[nodiscard]] Sides sides() const { return sides_; }
  /// Whether the last action was of one side and it was not told which.
  [[nodiscard]] bool one_unsaid() const { return asked_ == Sides::kOne; }
  /// Whether the last action's side may still be told.
  [[nodiscard]] bool is_open() const { return asked_ == Sides::kOne || asked_ == Sides::kWhole; }
  /// The side of an action from index `first` on that shows on one side what `rule` shows too ("a snarl that lifts the
  /// left side of the lip"), or kUnsaid.
  [[nodiscard]] Sides side_of_like(const ActionRule& rule, std::size_t first) const;
  /// What the last action showed, or null before the first.
  [[nodiscard]] const ActionRule* rule() const { return last_.rule; }
  [[nodiscard]] std::vector<FacialAction>& actions() { return actions_; }
  [[nodiscard]] std::size_t size() const { return actions_.size(); }

 private:
  std::vector<FacialAction> actions_;
  ActionSaid last_;
  bool added_ = false;  ///< Whether the last call of add() added anything.
  Sides asked_ = Sides::kUnsaid;
  Sides sides_ = Sides::kUnsaid;
};

/// Whether `part` can show something that `rule` shows too, as an eye can what "squints" asks for.
[[nodiscard]] bool shares_channel(std::string_view part, const ActionRule& rule);

}  // namespace emo3d::reading
