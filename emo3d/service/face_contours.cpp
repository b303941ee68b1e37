#include "emo3d/service/face_contours.h"

#include "emo3d/rig/landmarks.h"

namespace emo3d::service {
namespace {

constexpr std::array kRightBrowAbove = {70, 63, 105, 66, 107};
constexpr std::array kRightBrowBelow = {46, 53, 52, 65, 55};
constexpr std::array kLeftBrowAbove = {300, 293, 334, 296, 336};
constexpr std::array kLeftBrowBelow = {276, 283, 282, 295, 285};
constexpr std::array kRightEye = {33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246};
constexpr std::array kLeftEye = {263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466};
constexpr std::array kOuterLips = {61,  146, 91,  181, 84,  17, 314, 405, 321, 375,
                                   291, 409, 270, 269, 267, 0,  37,  39,  40,  185};
constexpr std::array kInnerLips = {78,  95,  88,  178, 87,  14, 317, 402, 318, 324,
                                   308, 415, 310, 311, 312, 13, 82,  81,  80,  191};

constexpr std::array<Contour, 9> kContours = {{{ContourKind::kFace, true, rig::landmark::kOval},
                                               {ContourKind::kBrow, false, kRightBrowAbove},
                                               {ContourKind::kBrow, false, kRightBrowBelow},
                                               {ContourKind::kBrow, false, kLeftBrowAbove},
                                               {ContourKind::kBrow, false, kLeftBrowBelow},
                                               {ContourKind::kEye, true, kRightEye},
                                               {ContourKind::kEye, true, kLeftEye},
                                               {ContourKind::kLips, true, kOuterLips},
                                               {ContourKind::kLips, true, kInnerLips}}};

}  // namespace

std::span<const Contour> face_contours() { return kContours; }

}  // namespace emo3d::service
