#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/avatar/coverage.h"
#include "emo3d/avatar/smooth_normals.h"
#include "emo3d/rig/figure.h"

/// A user's own face, read from a glTF 2.0, GLB or VRM file.
///
///     const auto avatar = emo3d::avatar::Avatar::load("me.vrm");
///     std::puts(avatar.coverage().summary().c_str());   // 51 of 52 matched, missing tongueOut
///     const emo3d::rig::Mesh mesh = avatar.pose(expression);
namespace emo3d::avatar {

/// An avatar with morph targets, in the rest pose of its skeleton. Immutable; any number of threads may pose it at
/// once. docs/avatars.md tells what is read from a file.
class Avatar final : public rig::Figure {
 public:
  /// Reads .glb, .vrm or .gltf with the files that it names, none outside its folder. \throws Error kNotFound, kIo, or
  /// kInvalidData where the file is malformed, asks for too much, or has no morph target of a known name.
  [[nodiscard]] static Avatar load(const std::filesystem::path& path);
  /// Reads the bytes of a file without others beside it; `source` starts error messages.
  [[nodiscard]] static Avatar parse(std::string bytes, std::string source);

  [[nodiscard]] rig::Mesh pose(const face::Expression& expression) const override;
  [[nodiscard]] rig::MorphMesh morph_mesh(unsigned threads = 0) const override;
  [[nodiscard]] rig::HeadPlace head_place() const override { return head_place_; }
  /// Which channels the avatar shows, and by which of its morph targets or expressions.
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  friend class AvatarBuilder;
  Avatar() = default;

  rig::MorphMesh morphs_;  ///< All movements, however small.
  SmoothNormals normals_;
  Coverage coverage_;
  rig::HeadPlace head_place_;
  rig::Attribution attribution_;
};

}  // namespace emo3d::avatar
