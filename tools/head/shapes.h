#pragma once

#include "tools/head/shape_solver.h"

/// The shapes, region by region. The tables in these files say how far a landmark moves at weight 1, in centimetres, on
/// the subject's right side. Their magnitudes were calibrated on the displacements of ICT-FaceKit (MIT, (c) 2020 USC
/// Institute for Creative Technologies) at the corresponding landmarks, then rounded and changed by eye on renderings;
/// ICT's notice is kept beside the data file made from them (models/head/LICENSE.ICT-FaceKit).
namespace emo3d::head {

[[nodiscard]] ShapeSet brow_shapes(const ShapeSolver& solver);
[[nodiscard]] ShapeSet eye_shapes(const ShapeSolver& solver);
/// cheekPuff, cheekSquint and noseSneer.
[[nodiscard]] ShapeSet cheek_and_nose_shapes(const ShapeSolver& solver);
/// The mouth shapes that exist for either side.
[[nodiscard]] ShapeSet mouth_side_shapes(const ShapeSolver& solver);
/// The mouth shapes of both sides together, and mouthLeft and mouthRight.
[[nodiscard]] ShapeSet mouth_shapes(const ShapeSolver& solver);
/// jawOpen, jawForward, jawLeft, jawRight, and mouthClose, which corrects jawOpen.
[[nodiscard]] ShapeSet jaw_shapes(const ShapeSolver& solver);

/// Axis about which the jaw opens, parallel to X, and how far it turns at weight 1: the lower teeth of ICT-FaceKit turn
/// by 24.5 degrees about it; 3 more make up for the longer chin of this head.
inline constexpr double kJawHingeY = -1.13;
inline constexpr double kJawHingeZ = -4.3;
inline constexpr double kJawOpenDeg = 27.5;
/// Sideways way of the jaw at weight 1 at kJawSwingReachCm in front of its hinge, and its way forward.
inline constexpr double kJawSwingCm = 1.4;
inline constexpr double kJawSwingReachCm = 9.0;
inline constexpr Offset kJawForward = {0, -0.06, 1.15};

/// How much of the jaw's movement each cage vertex takes part in, in [0,1].
[[nodiscard]] std::vector<double> jaw_weights(const ShapeSolver& solver);

}  // namespace emo3d::head
