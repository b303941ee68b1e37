#pragma once

#include <array>

/// Names for the landmarks of the canonical face mesh. Lists are of the subject's right side and the midline; the left
/// side is found through the mirror table. Verified against the canonical mesh by
/// tools/head/landmarks_test.cpp.
namespace emo3d::rig::landmark {

// Lips: four rings around the mouth, from the skin to where the lips meet. Each list runs from next to the corner to
// the middle of the mouth; entry k of an upper list lies above entry k of the lower list.
inline constexpr int kLipPoints = 5;
inline constexpr int kLipRings = 4;
using LipRow = std::array<int, kLipPoints>;
inline constexpr std::array<LipRow, kLipRings> kUpperLip = {{
    {185, 40, 39, 37, 0},  // outer edge
    {184, 74, 73, 72, 11},
    {183, 42, 41, 38, 12},
    {191, 80, 81, 82, 13},  // where the lips meet
}};
inline constexpr std::array<LipRow, kLipRings> kLowerLip = {{
    {146, 91, 181, 84, 17},
    {77, 90, 180, 85, 16},
    {96, 89, 179, 86, 15},
    {95, 88, 178, 87, 14},
}};
inline constexpr std::array<int, kLipRings> kLipCorner = {61, 76, 62, 78};

// Eyelids, from the outer to the inner canthus; margin, crease and the ring beyond it.
inline constexpr int kLidPoints = 7;
using LidRow = std::array<int, kLidPoints>;
inline constexpr LidRow kUpperLidMargin = {246, 161, 160, 159, 158, 157, 173};
inline constexpr LidRow kLowerLidMargin = {7, 163, 144, 145, 153, 154, 155};
inline constexpr LidRow kUpperLidCrease = {247, 30, 29, 27, 28, 56, 190};
inline constexpr LidRow kLowerLidCrease = {25, 110, 24, 23, 22, 26, 112};
inline constexpr LidRow kUpperLidOuter = {113, 225, 224, 223, 222, 221, 189};
inline constexpr std::array<int, 8> kLowerLidOuter = {226, 31, 228, 229, 230, 231, 232, 233};
inline constexpr int kOuterCanthus = 33;
inline constexpr int kInnerCanthus = 133;
inline constexpr int kOuterCreaseEnd = 130;
inline constexpr int kInnerCreaseEnd = 243;

// Brow, from the outer to the inner end.
inline constexpr std::array<int, 5> kBrowLowerEdge = {46, 53, 52, 65, 55};
inline constexpr std::array<int, 5> kBrowUpperEdge = {70, 63, 105, 66, 107};

/// The rim of the nostril, in order around it.
inline constexpr std::array<int, 6> kNostril = {79, 20, 60, 75, 59, 166};

/// The boundary of the face, in order around it; symmetric under the mirror table.
inline constexpr int kOvalPoints = 36;
inline constexpr std::array<int, kOvalPoints> kOval = {21,  162, 127, 234, 93,  132, 58,  172, 136, 150, 149, 176,
                                                       148, 152, 377, 400, 378, 379, 365, 397, 288, 361, 323, 454,
                                                       356, 389, 251, 284, 332, 297, 338, 10,  109, 67,  103, 54};

}  // namespace emo3d::rig::landmark
