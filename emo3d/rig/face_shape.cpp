#include "emo3d/rig/face_shape.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {
namespace {

constexpr ShapeParameter kParameters[] = {
    {"width", &FaceShape::width},
    {"length", &FaceShape::length},
    {"forehead", &FaceShape::forehead},
    {"cranium", &FaceShape::cranium},
    {"jaw_width", &FaceShape::jaw_width},
    {"chin", &FaceShape::chin},
    {"chin_width", &FaceShape::chin_width},
    {"cheekbones", &FaceShape::cheekbones},
    {"cheek_fullness", &FaceShape::cheek_fullness},
    {"eye_size", &FaceShape::eye_size},
    {"eye_spacing", &FaceShape::eye_spacing},
    {"eye_tilt", &FaceShape::eye_tilt},
    {"brow_ridge", &FaceShape::brow_ridge},
    {"brow_height", &FaceShape::brow_height},
    {"nose_width", &FaceShape::nose_width},
    {"nose_length", &FaceShape::nose_length},
    {"nose_bridge", &FaceShape::nose_bridge},
    {"nose_size", &FaceShape::nose_size},
    {"nose_upturn", &FaceShape::nose_upturn},
    {"lip_fullness", &FaceShape::lip_fullness},
    {"mouth_width", &FaceShape::mouth_width},
    {"sagging", &FaceShape::sagging},
    {"neck_width", &FaceShape::neck_width},
    {"shoulder_width", &FaceShape::shoulder_width},
};
static_assert(sizeof(FaceShape) == std::size(kParameters) * sizeof(float));

/// A push that fades out over an ellipsoid, at a parameter's value 1. Of those off the middle there are two, mirrored.
/// Placed on the landmarks of the authored head and sized by eye.
struct Push {
  float FaceShape::*parameter;
  Vec3 centre;
  Vec3 reach;
  Vec3 way;
};

constexpr Push kPushes[] = {
    {&FaceShape::chin, {0, -8.3f, 4.9f}, {3.2f, 3.0f, 3.4f}, {0, -0.20f, 0.50f}},
    {&FaceShape::chin_width, {-2.1f, -8.7f, 3.9f}, {2.3f, 2.3f, 2.8f}, {-0.42f, 0, 0}},
    {&FaceShape::jaw_width, {-6.0f, -5.2f, -0.9f}, {3.8f, 4.4f, 4.6f}, {-0.34f, -0.18f, 0}},
    {&FaceShape::cheekbones, {-5.3f, -0.4f, 2.9f}, {2.8f, 2.3f, 3.2f}, {-0.26f, 0.05f, 0.30f}},
    {&FaceShape::cheek_fullness, {-4.7f, -3.5f, 3.1f}, {3.6f, 4.2f, 3.8f}, {-0.32f, -0.05f, 0.36f}},
    {&FaceShape::brow_ridge, {-2.3f, 4.5f, 4.9f}, {3.6f, 1.8f, 2.6f}, {0, -0.05f, 0.24f}},
    {&FaceShape::brow_height, {-3.5f, 4.9f, 4.5f}, {4.0f, 2.2f, 3.4f}, {0, 0.40f, 0}},
    {&FaceShape::nose_width, {-1.6f, -1.1f, 5.3f}, {1.6f, 1.7f, 2.2f}, {-0.34f, 0, 0}},
    {&FaceShape::nose_length, {0, -1.2f, 7.0f}, {2.4f, 2.4f, 3.4f}, {0, -0.45f, 0.05f}},
    {&FaceShape::nose_bridge, {0, 2.2f, 5.9f}, {1.3f, 3.2f, 2.6f}, {0, 0, 0.42f}},
    {&FaceShape::nose_size, {0, -0.6f, 7.3f}, {2.3f, 2.8f, 3.4f}, {0, 0, 0.55f}},
    {&FaceShape::nose_upturn, {0, -0.9f, 7.6f}, {1.5f, 1.7f, 2.3f}, {0, 0.36f, 0.12f}},
    {&FaceShape::lip_fullness, {0, -3.65f, 5.9f}, {2.7f, 0.95f, 1.9f}, {0, 0.17f, 0.24f}},
    {&FaceShape::lip_fullness, {0, -5.05f, 5.6f}, {2.5f, 1.10f, 1.9f}, {0, -0.18f, 0.24f}},
    {&FaceShape::mouth_width, {-2.4f, -4.3f, 4.3f}, {2.3f, 2.0f, 2.4f}, {-0.36f, 0, -0.12f}},
    {&FaceShape::sagging, {-4.2f, -7.3f, 2.5f}, {2.2f, 2.3f, 2.9f}, {-0.28f, -0.34f, 0.14f}},  // jowls
    {&FaceShape::sagging, {-4.9f, -2.8f, 3.2f}, {2.8f, 3.2f, 3.2f}, {0.20f, -0.10f, -0.24f}},  // cheeks
    {&FaceShape::sagging, {-7.0f, 4.4f, 1.2f}, {2.6f, 3.0f, 3.2f}, {0.28f, 0, 0}},             // temples
    {&FaceShape::sagging, {0, -1.2f, 7.2f}, {2.2f, 2.2f, 3.0f}, {0, -0.22f, 0}},               // tip of the nose
};

/// 1 in the middle, 0 with zero slope at distance 1 and beyond; `square`: the distance squared.
float bell(float square) {
  const float rest = std::max(0.0f, 1 - square);
  return rest * rest * rest;
}

Vec3 mirrored(const Vec3& p) { return {-p.x, p.y, p.z}; }

Vec3 pushed(const Push& push, const Vec3& p) {
  const Vec3 d = p - push.centre;
  const float x = d.x / push.reach.x, y = d.y / push.reach.y, z = d.z / push.reach.z;
  return push.way * bell(x * x + y * y + z * z);
}

/// Up to the first distance from an eye the map is rigid, from the second on free, in centimetres. The lids with their
/// creases lie within 2 cm, the brows beyond 2.6.
constexpr float kRigid_cm = 2.0f, kFree_cm = 3.9f;

}  // namespace

std::span<const ShapeParameter> shape_parameters() { return kParameters; }

ShapeWarp::ShapeWarp(const FaceShape& shape, const Vec3& right_eye)
    : shape_(shape), right_eye_(right_eye), eye_scale_(1 + 0.07f * shape.eye_size) {
  constexpr float kSpacing_cm = 0.22f;
  constexpr float kTilt = 0.09f;  // sine
  eye_shift_ = free_proportions(right_eye) + Vec3{-kSpacing_cm * shape.eye_spacing, 0, 0};
  tilt_sine_ = -kTilt * shape.eye_tilt;
  tilt_cosine_ = std::sqrt(1 - tilt_sine_ * tilt_sine_);
}

Vec3 ShapeWarp::free_proportions(const Vec3& p) const {
  const float jaw = bell((p.y + 6.2f) * (p.y + 6.2f) / 36);
  const float neck = smoothstep(-8, -12, p.y) * (1 - smoothstep(-15, -19, p.y));
  const float shoulders = smoothstep(-14, -19, p.y);
  const float above_eyes = smoothstep(2, 9, p.y);
  Vec3 move;
  move.x = p.x * (0.055f * shape_.width * (1 - shoulders) + 0.035f * shape_.jaw_width * jaw +
                  0.13f * shape_.neck_width * neck + 0.13f * shape_.shoulder_width * shoulders +
                  0.06f * shape_.cranium * above_eyes);
  move.y = -0.75f * shape_.length * smoothstep(1.5f, -9.4f, p.y) + 0.6f * shape_.forehead * smoothstep(4.5f, 9, p.y) +
           0.55f * shape_.cranium * above_eyes;
  const float neck_axis = -5.5f;
  move.z = (p.z - neck_axis) * 0.10f * shape_.neck_width * neck + (p.z + 3) * 0.05f * shape_.cranium * above_eyes;
  return move;
}

Vec3 ShapeWarp::proportions(const Vec3& p) const {
  const bool on_right = p.x < 0;
  const Vec3 right = on_right ? p : mirrored(p);
  const Vec3 from_eye = right - right_eye_;
  const float rigid = 1 - smoothstep(kRigid_cm, kFree_cm, length(from_eye));
  Vec3 move = free_proportions(right) * (1 - rigid);
  if (rigid > 0) {
    const Vec3 turned = {tilt_cosine_ * from_eye.x - tilt_sine_ * from_eye.y,
                         tilt_sine_ * from_eye.x + tilt_cosine_ * from_eye.y, from_eye.z};
    move += (eye_shift_ + turned * eye_scale_ - from_eye) * rigid;
  }
  return on_right ? move : mirrored(move);
}

Vec3 ShapeWarp::features(const Vec3& p) const {
  const bool on_right = p.x < 0;
  const Vec3 right = on_right ? p : mirrored(p);
  Vec3 move;
  for (const Push& push : kPushes) {
    const float value = shape_.*push.parameter;
    if (value == 0) continue;
    move += pushed(push, right) * value;
    if (push.centre.x != 0) move += mirrored(pushed(push, mirrored(right))) * value;  // what reaches over the middle
  }
  move = move * smoothstep(kRigid_cm, kFree_cm, length(right - right_eye_));
  return on_right ? move : mirrored(move);
}

Vec3 ShapeWarp::point(const Vec3& p) const {
  const Vec3 formed = p + features(p);
  return formed + proportions(formed);
}

Vec3 ShapeWarp::movement(const Vec3& p, const Vec3& delta) const { return formed_movement(p + features(p), delta); }

Vec3 ShapeWarp::formed_movement(const Vec3& formed, const Vec3& delta) const {
  constexpr float kStep = 1.0f / 32;
  return delta + (proportions(formed + delta * kStep) - proportions(formed - delta * kStep)) * (0.5f / kStep);
}

ShapeWarp::Local ShapeWarp::local(const Vec3& p) const {
  const Vec3 formed = p + features(p);
  return {formed + proportions(formed),
          {formed_movement(formed, {1, 0, 0}), formed_movement(formed, {0, 1, 0}), formed_movement(formed, {0, 0, 1})}};
}

}  // namespace emo3d::rig
