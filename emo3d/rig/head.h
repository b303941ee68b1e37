#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "emo3d/face/expression.h"
#include "emo3d/rig/cage.h"
#include "emo3d/rig/cavity_light.h"
#include "emo3d/rig/contact.h"
#include "emo3d/rig/creases.h"
#include "emo3d/rig/figure.h"
#include "emo3d/rig/fitting.h"
#include "emo3d/rig/head_part.h"
#include "emo3d/rig/identity.h"
#include "emo3d/rig/skin.h"
#include "emo3d/rig/wrinkles.h"

/// The face that emo3d ships with.
///
///     face::Expression grin;
///     grin.set("mouthSmileLeft", 0.9f);
///     const rig::Mesh mesh = rig::Head::built_in().pose(grin);
namespace emo3d::rig {

/// A stylised human head: the subdivided control cage with eyes, teeth, tongue, brows, lashes, ears and hair.
/// Immutable; any number of threads may pose it at once.
class Head final : public Figure {
 public:
  /// The head of data_directory()/"head/head.bin", loaded once. \throws as load(), and Error kUnavailable.
  [[nodiscard]] static const Head& built_in();
  /// The same head as another person. \throws as built_in().
  [[nodiscard]] static Head of(const Identity& identity);
  /// \throws Error kNotFound, kIo or kInvalidData.
  [[nodiscard]] static Head load(const std::filesystem::path& path, const Identity& identity = {});
  /// Builds the head around a cage; `source` starts error messages. Without baked occlusion all but the hair is open.
  /// \throws Error kInvalidData where the cage is unsound or its occlusion is for another number of vertices.
  explicit Head(Cage cage, std::string_view source = "cage", const Identity& identity = {});

  /// The head showing an expression: shapes, what keeps the lids sealed and off the eyeballs, rotated eyeballs,
  /// creases.
  [[nodiscard]] Mesh pose(const face::Expression& expression) const override;
  /// The head for programs that know linear morph targets only. Each channel alone at weight 1 is as in pose(), but for
  /// the light lost in creases; between and together they lack what is not linear: lids held off the eyeballs, eyeballs
  /// turning on a circle, correctives of pairs. Normals are unit length at rest and at weight 1. mouthClose is the
  /// exception: it is what it changes on a fully open jaw, and belongs on top of jawOpen. The occlusion in the mouth is
  /// that of an open one.
  [[nodiscard]] MorphMesh morph_mesh(unsigned threads = 0) const override;

  /// An eyeball of the person.
  struct Eyeball {
    Vec3 centre;
    float radius_cm = 0;
  };
  [[nodiscard]] Eyeball eyeball(int side) const;

  /// As authored, before the person's shape.
  [[nodiscard]] const Cage& cage() const { return cage_; }
  /// As authored. Vertices 0 to skin().positions.size() - 1 of every pose.
  [[nodiscard]] const Skin& skin() const { return skin_; }
  /// As authored. The vertices of the parts follow those of the skin in this order.
  [[nodiscard]] const std::vector<HeadPart>& parts() const { return parts_; }

 private:
  void build_parts();
  /// All parts but the shirt; and what hair does to the skin.
  void build_parts_on_outside();
  [[nodiscard]] Mesh at_rest() const;
  /// The file's occlusion, that of the hair, and the hair's shadow. \throws Error kInvalidData.
  [[nodiscard]] std::vector<float> occlusion_at_rest(std::string_view source) const;
  /// Where an expression that a face can show moves the vertices, before the person's shape.
  [[nodiscard]] std::vector<Vec3> authored_positions(const face::Expression& expression) const;
  /// The positions and normals of pose(), and nothing else of it.
  [[nodiscard]] Mesh bare_pose(const face::Expression& expression) const;
  /// Normals of the head in a pose; hairs take those of the skin that they grow on, or each would glint.
  [[nodiscard]] std::vector<Vec3> normals_of(const std::vector<Vec3>& positions,
                                             const std::vector<Triangle>& triangles) const;
  /// Dims what lies behind the lids and the lips of `mesh`, by its pose.
  void shade_cavities(Mesh& mesh) const;
  /// For files, whose light is fixed: what lies in the mouth as lit through a wide open one. A shut one hides it.
  [[nodiscard]] std::vector<float> occlusion_for_any_mouth(std::vector<float> at_rest) const;
  /// Displacement of the skin's vertices by a displacement of the cage's.
  [[nodiscard]] std::vector<Vec3> skin_displacement(const std::vector<Vec3>& cage_displacement) const;

  Cage cage_;
  Skin skin_;
  std::vector<HeadPart> parts_;
  std::size_t tongue_ = 0;             ///< Among the parts.
  std::vector<UnderHair> under_hair_;  ///< Per vertex of the skin.
  std::vector<Crease> creases_;
  Identity identity_;
  std::optional<Wrinkles> wrinkles_;  ///< Made after the skin.
  std::array<OpeningRims, 2> eye_rims_;
  OpeningRims mouth_rims_;
  std::optional<Contacts> contacts_;
  Mesh base_;  ///< The authored head at rest.
  std::optional<Fitting> fitting_;
};

}  // namespace emo3d::rig
