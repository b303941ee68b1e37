#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emo3d/rig/morph_mesh.h"

namespace emo3d::exporter {

/// What a VRM file says of itself. The defaults are for the built-in head: anyone may use, change and pass it on, with
/// credit; the notices of its origins are in `third_party_licences`.
struct VrmMeta {
  std::string name = "emo3d head";
  std::string version{};  ///< Left out where empty.
  std::vector<std::string> authors = {"The emo3d authors"};
  std::string copyright = "emo3d and the origins named under third-party licences; MIT";
  std::string third_party_licences =
      "Face derived from MediaPipe's canonical face mesh, Copyright The MediaPipe Authors, Apache License 2.0, "
      "changed. "
      "Blendshape magnitudes calibrated on ICT-FaceKit, Copyright (c) 2020 USC Institute for Creative Technologies, "
      "MIT.";
};

/// A VRM 1.0 file (bytes): to_glb()'s mesh on an adult's skeleton of 17 bones in T-pose, feet on the ground, skinned to
/// head, neck and chest; gaze by expressions; the 18 presets and a custom expression for each channel under its ARKit
/// name. A body is not drawn; eyes are unlit, or UniVRM
/// would show them without iris. An avatar's mesh keeps the meta of its own file (rig::Attribution) in
/// place of `meta`. https://github.com/vrm-c/vrm-specification/tree/master/specification/VRMC_vrm-1.0
/// \throws Error kInvalidArgument as to_glb(), where `meta` has no name or author, where an avatar's file has no meta
/// of VRM 1.0, or where the mesh has no pair of eyes.
[[nodiscard]] std::string to_vrm(const rig::MorphMesh& mesh, std::string_view generator, const VrmMeta& meta);

}  // namespace emo3d::exporter
