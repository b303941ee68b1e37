#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/rig/cage.h"
#include "emo3d/rig/complexion.h"
#include "emo3d/rig/skin.h"

namespace emo3d::rig {

/// What brings wrinkles about: at weight 1 of the channel, `amount` of them.
struct WrinkleDriver {
  face::Channel channel{};
  float amount = 0;
};

/// Parallel wrinkles of one region: where, how steep, and by what.
struct Wrinkle {
  std::size_t layer = 0;                ///< Of SkinDetail::folds.
  std::vector<std::uint32_t> vertices;  ///< Of the skin, ascending.
  std::vector<Vec3> slopes;             ///< Fold::slope at amount 1.
  std::vector<WrinkleDriver> drivers;
  float resting = 0;  ///< Amount that stays on an old face at rest.
};

/// The wrinkles of a face: forehead, frown and nose-root lines, bunny lines, crow's feet, lines under the eyes, folds
/// from nose to mouth, beside and below it, lines around the lips, rings of the neck.
class Wrinkles {
 public:
  Wrinkles(const Cage& cage, const Skin& skin);

  /// Sets the phases of the folds of `detail`, one entry per skin vertex, and the slopes that an expression brings
  /// about.
  [[nodiscard]] std::vector<SkinDetail> on(std::vector<SkinDetail> detail, const face::Expression& expression,
                                           const Complexion& complexion) const;

  [[nodiscard]] const std::vector<Wrinkle>& all() const { return wrinkles_; }

 private:
  friend class WrinkleBuilder;
  std::vector<std::array<float, 2>> phases_;
  std::vector<Wrinkle> wrinkles_;
};

/// A smooth number over the skin; wrinkles run where it is whole.
using PhaseField = std::function<float(const Vec3&)>;
/// How strong wrinkles are at a point of the skin at rest, 0 to 1.
using Extent = std::function<float(const Vec3&)>;

struct WrinkleOptions {
  float steepness = 0.4f;  ///< Of the flanks at amount 1.
  float resting = 0;
};

/// Puts wrinkles onto a skin. Fields of one layer must not meet: where one has been, others are left out.
class WrinkleBuilder {
 public:
  WrinkleBuilder(const Skin& skin, Wrinkles& wrinkles);

  /// Starts a field in `layer`, over the vertices where `zone` is above 0 and no other field of the layer is.
  void start_field(std::size_t layer, const PhaseField& phase, const Extent& zone);
  /// Adds wrinkles along the field last started.
  void add(const Extent& extent, std::vector<WrinkleDriver> drivers, const WrinkleOptions& options);

 private:
  const Skin& skin_;
  Wrinkles& wrinkles_;
  std::array<std::vector<bool>, 2> taken_;
  std::size_t layer_ = 0;
  std::vector<std::uint32_t> vertices_;  ///< Of the field.
  std::vector<Vec3> directions_;
};

/// The wrinkles of every region, as their class lists them.
void add_face_wrinkles(WrinkleBuilder& builder, const Cage& cage, const Skin& skin);

}  // namespace emo3d::rig
