#pragma once

#include <array>
#include <span>
#include <string_view>

#include "emo3d/rig/vec3.h"

namespace emo3d::rig {

/// What tells one person's head from another's, as smooth parameters. 0 everywhere is the head as authored; 1 and -1
/// are the ends of what is common among adults. Beyond 1.5 folds are possible.
struct FaceShape {
  float width = 0;           ///< Of the whole head.
  float length = 0;          ///< From the eyes to the chin.
  float forehead = 0;        ///< Height above the brows.
  float cranium = 0;         ///< Size of the skull above the eyes; large in children.
  float jaw_width = 0;       ///< At the angles of the jaw; broad in men.
  float chin = 0;            ///< How far it stands out.
  float chin_width = 0;      ///< Pointed to square.
  float cheekbones = 0;      ///< High and broad, or flat.
  float cheek_fullness = 0;  ///< Round or hollow.
  float eye_size = 0;        ///< Eyeballs and lids together.
  float eye_spacing = 0;     ///< Distance between the eyes.
  float eye_tilt = 0;        ///< Outer corners up or down.
  float brow_ridge = 0;      ///< The bone under the brows; strong in men.
  float brow_height = 0;
  float nose_width = 0;
  float nose_length = 0;
  float nose_bridge = 0;  ///< High or flat between the eyes.
  float nose_size = 0;    ///< How far the tip stands out.
  float nose_upturn = 0;
  float lip_fullness = 0;
  float mouth_width = 0;
  float sagging = 0;  ///< Jowls, hollow temples and cheeks of age; 0 to 1.
  float neck_width = 0;
  float shoulder_width = 0;

  friend bool operator==(const FaceShape&, const FaceShape&) = default;
};

/// The parameters by name, in the order of FaceShape.
struct ShapeParameter {
  std::string_view name;
  float FaceShape::*member;
};
[[nodiscard]] std::span<const ShapeParameter> shape_parameters();

/// The map of space that turns the head as authored into a person's. Around the eyes it moves, turns and scales but
/// does not bend: eyeballs stay round and closed lids closed. Mirror symmetric; the same bits on every machine.
class ShapeWarp {
 public:
  /// `right_eye`: centre of the authored head's right eyeball.
  ShapeWarp(const FaceShape& shape, const Vec3& right_eye);

  /// Where a point at rest goes, in centimetres.
  [[nodiscard]] Vec3 point(const Vec3& p) const;
  /// What becomes of a movement `delta` of the point `p` at rest. Linear in `delta`: what cancelled still does. It
  /// follows the proportions of the head but not the forms of its features, or a lip would grow thin as it leaves its
  /// place.
  [[nodiscard]] Vec3 movement(const Vec3& p, const Vec3& delta) const;
  /// point(), and what becomes of unit movements along the axes.
  struct Local {
    Vec3 point;
    std::array<Vec3, 3> columns;
  };
  [[nodiscard]] Local local(const Vec3& p) const;
  /// Size of the eyeballs against the authored ones.
  [[nodiscard]] float eye_scale() const { return eye_scale_; }

 private:
  /// movement() of a point whose features have been put in place.
  [[nodiscard]] Vec3 formed_movement(const Vec3& formed, const Vec3& delta) const;
  /// How the features move `p`: nose, lips, cheeks and the like.
  [[nodiscard]] Vec3 features(const Vec3& p) const;
  /// How the proportions move `p`.
  [[nodiscard]] Vec3 proportions(const Vec3& p) const;
  /// The same without regard for the eyes.
  [[nodiscard]] Vec3 free_proportions(const Vec3& p) const;

  FaceShape shape_;
  Vec3 right_eye_;
  Vec3 eye_shift_;  ///< Of the right eye.
  float eye_scale_ = 1;
  float tilt_sine_ = 0, tilt_cosine_ = 1;
};

}  // namespace emo3d::rig
