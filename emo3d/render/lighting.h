#pragma once

#include <array>

#include "emo3d/rig/mesh.h"

namespace emo3d::render {

/// A distant lamp. It is fixed to the camera: every view of a head is lit alike.
struct Light {
  rig::Vec3 direction;      ///< Towards the lamp: x to the viewer's right, y up, z to the viewer. Any length above 0.
  rig::Vec3 colour;         ///< Linear RGB, may exceed 1.
  float occlusion = 0.85f;  ///< How far a mesh's occlusion dims it, 0 not at all to 1 wholly.
  float wrap = 1.0f;        ///< Scale of the light that bleeds past the terminator of soft materials.
};

/// What lights a picture: a warm key from the viewer's upper left, a cool fill from the right, a rim from behind.
struct Lighting {
  std::array<Light, 3> lights{{{{-0.52f, 0.60f, 0.70f}, {1.92f, 1.83f, 1.72f}, 0.55f, 1.0f},
                               {{0.80f, 0.15f, 0.50f}, {0.46f, 0.48f, 0.53f}, 0.85f, 1.0f},
                               {{0.50f, 0.60f, -0.70f}, {0.80f, 0.85f, 0.95f}, 0.85f, 0.0f}}};
  rig::Vec3 ambient_below{0.20f, 0.16f, 0.14f};  ///< Light from the ground, linear RGB.
  rig::Vec3 ambient_above{0.34f, 0.37f, 0.42f};  ///< Light from the sky, linear RGB.
};

/// A vertical gradient behind the head, linear RGB in [0,1], or nothing.
struct Background {
  rig::Vec3 top{0.71f, 0.73f, 0.785f};
  rig::Vec3 bottom{0.62f, 0.64f, 0.695f};
  bool transparent = false;  ///< The picture gets alpha: the share of a pixel's samples that see the head.
};

}  // namespace emo3d::render
