#include "emo3d/exporter/vrm_skeleton.h"

#include <array>

#include "emo3d/base/error.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::exporter {
namespace {

constexpr float kMetresPerCentimetre = 0.01f;
/// Between the centres of the eyes of the adult that the table below measures.
constexpr float kPupilDistance_cm = 6.3f;
constexpr float kEyeHeight_cm = 160;

constexpr int kChest = 2;
constexpr int kNeck = 3;
constexpr int kHead = 4;

struct BonePlace {
  std::string_view name;
  int parent;
  rig::Vec3 from_eyes_cm;  ///< Of an adult of 172 cm, from the point midway between the eyes.
};

/// One side's limbs follow after the other's; their names are chosen by side.
constexpr std::array<BonePlace, 17> kBones = {{
    {"hips", -1, {0, -65, -8}},
    {"spine", 0, {0, -55, -8}},
    {"chest", 1, {0, -38, -9}},
    {"neck", 2, {0, -14, -9}},
    {"head", 3, {0, -5.5f, -7}},
    {"leftUpperArm", 2, {17, -20, -9}},
    {"leftLowerArm", 5, {44, -20, -9}},
    {"leftHand", 6, {69, -20, -9}},
    {"rightUpperArm", 2, {-17, -20, -9}},
    {"rightLowerArm", 8, {-44, -20, -9}},
    {"rightHand", 9, {-69, -20, -9}},
    {"leftUpperLeg", 0, {9, -68, -8}},
    {"leftLowerLeg", 11, {9, -112, -8}},
    {"leftFoot", 12, {9, -152, -9}},
    {"rightUpperLeg", 0, {-9, -68, -8}},
    {"rightLowerLeg", 14, {-9, -112, -8}},
    {"rightFoot", 15, {-9, -152, -9}},
}};

struct Eyes {
  rig::Vec3 middle;
  float distance = 0;
};

Eyes find_eyes(const rig::Mesh& mesh) {
  std::array<rig::Vec3, 2> sums;
  std::array<int, 2> counts{};
  for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
    if (mesh.materials[v] != rig::Material::kEye) continue;
    const std::size_t side = mesh.positions[v].x < 0 ? 0 : 1;
    sums.at(side) += mesh.positions[v];
    ++counts.at(side);
  }
  check(counts[0] > 0 && counts[1] > 0, ErrorCode::kInvalidArgument,
        "mesh has no pair of eyes, by which a VRM figure is measured");
  const rig::Vec3 right = sums[0] * (1 / static_cast<float>(counts[0]));
  const rig::Vec3 left = sums[1] * (1 / static_cast<float>(counts[1]));
  return {mix(right, left, 0.5f), left.x - right.x};
}

/// `p` relative to the eyes, in centimetres of the adult. The border between head and neck rises towards the nape,
/// because the chin belongs to the head.
JointWeights weights_at(const rig::Vec3& p) {
  constexpr float kSlope = 0.35f;
  constexpr float kHeadAbove = -11, kNeckBelow = -16, kNeckAbove = -17, kChestBelow = -23;
  const float height = p.y + kSlope * (p.z + 8);
  const float head = rig::smoothstep(kNeckBelow, kHeadAbove, height);
  const float chest = 1 - rig::smoothstep(kChestBelow, kNeckAbove, height);
  JointWeights result{{kHead, kNeck, kChest, 0}, {head, 1 - head - chest, chest, 0}};
  for (std::size_t i = 0; i < result.joints.size(); ++i)
    if (result.weights[i] == 0) result.joints[i] = 0;  // as glTF asks
  return result;
}

}  // namespace

VrmSkeleton vrm_skeleton(const rig::Mesh& mesh) {
  const Eyes eyes = find_eyes(mesh);
  const float scale = eyes.distance / kPupilDistance_cm;
  VrmSkeleton skeleton;
  skeleton.eyes_m = {0, kEyeHeight_cm * scale * kMetresPerCentimetre, eyes.middle.z * kMetresPerCentimetre};
  skeleton.head_offset_m = {0, skeleton.eyes_m.y - eyes.middle.y * kMetresPerCentimetre, 0};
  skeleton.head = kHead;
  for (const BonePlace& bone : kBones)
    skeleton.bones.push_back(
        {bone.name, bone.parent, skeleton.eyes_m + bone.from_eyes_cm * (scale * kMetresPerCentimetre)});
  for (const rig::Vec3& p : mesh.positions) skeleton.skin.push_back(weights_at((p - eyes.middle) * (1 / scale)));
  return skeleton;
}

}  // namespace emo3d::exporter
