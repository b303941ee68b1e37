#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "emo3d/face/channel_order.h"
#include "emo3d/image/drawing.h"
#include "emo3d/image/lettering.h"
#include "emo3d/image/resize.h"
#include "emo3d/service/extract.h"
#include "emo3d/service/face_contours.h"
#include "emo3d/service/face_pictures.h"

namespace emo3d::service {
namespace {

using Colour = std::array<std::uint8_t, 3>;

constexpr Colour kMeshColour = {40, 200, 255};
constexpr Colour kIrisColour = {255, 210, 60};
constexpr Colour kInk = {255, 255, 255};
constexpr Colour kGround = {12, 14, 18};
constexpr std::size_t kStrongest = 8;
constexpr float kShownFrom = 0.05f;

Colour colour_of(ContourKind kind) {
  switch (kind) {
    case ContourKind::kLips:
      return {255, 120, 130};
    case ContourKind::kEye:
      return {140, 255, 170};
    case ContourKind::kBrow:
      return {200, 170, 255};
    case ContourKind::kFace:
      break;
  }
  return {235, 235, 235};
}

/// Where the landmarks of a face lie in a picture, and what they span.
struct FacePlaces {
  std::vector<image::Place> points;
  image::Place low, high;
};

FacePlaces places_in(const image::Image& picture, const landmark::Face& face) {
  FacePlaces places;
  for (const landmark::Landmark& p : face.landmarks)
    places.points.push_back({p.x * static_cast<float>(picture.width()), p.y * static_cast<float>(picture.height())});
  const auto [left, right] = std::ranges::minmax(places.points, {}, &image::Place::x);
  const auto [above, below] = std::ranges::minmax(places.points, {}, &image::Place::y);
  places.low = {left.x, above.y};
  places.high = {right.x, below.y};
  return places;
}

/// A landmark in the middle and four on the rim, which follow it.
void draw_iris(image::Image& picture, const FacePlaces& places, std::size_t centre, float thin) {
  constexpr std::size_t kRim = 4;
  const image::Place& middle = places.points[centre];
  float radius = 0;
  for (std::size_t i = 1; i <= kRim; ++i)
    radius += std::hypot(places.points[centre + i].x - middle.x, places.points[centre + i].y - middle.y) / kRim;
  constexpr int kSides = 24;
  const auto rim = [&](int i) {
    const float angle = static_cast<float>(i) * (2 * std::numbers::pi_v<float> / kSides);
    return image::Place{middle.x + radius * std::cos(angle), middle.y + radius * std::sin(angle)};
  };
  for (int i = 0; i < kSides; ++i)
    image::draw_line(picture, rim(i), rim(i + 1), {.width_px = 1.3f * thin, .colour = kIrisColour});
  for (std::size_t i = 0; i <= kRim; ++i)
    image::draw_dot(picture, places.points[centre + i], {.width_px = 2.6f * thin, .colour = kIrisColour});
}

void draw_landmarks(image::Image& picture, const FacePlaces& places) {
  const float across = std::max(places.high.x - places.low.x, places.high.y - places.low.y);
  const float thin = std::clamp(across / 320, 0.75f, 3.0f);
  for (std::size_t i = 0; i < landmark::kMeshLandmarkCount; ++i)
    image::draw_dot(picture, places.points[i], {.width_px = 2.4f * thin, .colour = kMeshColour});
  for (const Contour& contour : face_contours()) {
    const image::Pen pen{.width_px = 1.3f * thin, .colour = colour_of(contour.kind), .opacity = 0.9f};
    for (std::size_t i = 0; i < contour.points.size(); ++i) {
      if (i + 1 == contour.points.size() && !contour.closed) break;
      const auto at = [&](std::size_t k) {
        return static_cast<std::size_t>(contour.points[k % contour.points.size()]);
      };
      image::draw_line(picture, places.points[at(i)], places.points[at(i + 1)], pen);
    }
  }
  for (const int centre : kIrisCentres) draw_iris(picture, places, static_cast<std::size_t>(centre), thin);
}

struct ShownScore {
  std::string name;
  float score = 0;
};

std::vector<ShownScore> strongest(const landmark::Face& face) {
  const face::Expression expression = landmark::expression_of(face);
  std::vector<ShownScore> scores;
  for (const face::Channel c : channels_of(face::ChannelOrder::kMediaPipe))
    if (expression[c] >= kShownFrom) scores.push_back({std::string(name(c)), expression[c]});
  std::ranges::stable_sort(scores, std::ranges::greater{}, &ShownScore::score);
  if (scores.size() > kStrongest) scores.resize(kStrongest);
  if (scores.empty()) scores.push_back({"no channel above 0.05", 0});
  return scores;
}

/// A box of text and bars.
class ScoreBox {
 public:
  ScoreBox(std::vector<ShownScore> scores, const image::Image& picture)
      : scores_(std::move(scores)),
        letters_(std::max(9.0f, static_cast<float>(std::max(picture.width(), picture.height())) / 56)) {
    for (const ShownScore& s : scores_) names_ = std::max(names_, image::text_width(s.name, letters_));
  }
  [[nodiscard]] image::Place size() const {
    return {names_ + 6 * letters_, (1.3f * static_cast<float>(scores_.size()) + 0.6f) * letters_};
  }
  void draw(image::Image& picture, const image::Place& corner) const {
    image::fill_rectangle(picture, corner, size(), {.colour = kGround, .opacity = 0.62f});
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const float left = corner.x + 0.5f * letters_;
      const float top = corner.y + (0.4f + 1.3f * static_cast<float>(i)) * letters_;
      const float bar = left + names_ + 0.5f * letters_;
      image::draw_text(picture, scores_[i].name, {.x = left, .top = top, .size_px = letters_, .colour = kInk});
      if (scores_[i].score == 0) continue;
      image::fill_rectangle(picture, {bar, top + 0.15f * letters_},
                            {scores_[i].score * 2.5f * letters_, 0.8f * letters_}, {.colour = kMeshColour});
      image::draw_text(picture, fmt::format("{:.2f}", scores_[i].score),
                       {.x = bar + 2.7f * letters_, .top = top, .size_px = letters_, .colour = kInk});
    }
  }

 private:
  std::vector<ShownScore> scores_;
  float letters_;
  float names_ = 0;  ///< Width of the longest.
};

float overlap(float a0, float a1, float b0, float b1) { return std::max(0.0f, std::min(a1, b1) - std::max(a0, b0)); }

/// Where a box hides least of the faces: the corners of the picture and the places left and right of its own face.
image::Place best_corner(const image::Image& picture, const image::Place& size, std::size_t own,
                         std::span<const FacePlaces> faces, std::span<const std::array<image::Place, 2>> boxes) {
  const float right = static_cast<float>(picture.width()) - size.x,
              below = static_cast<float>(picture.height()) - size.y;
  const FacePlaces& face = faces[own];
  const float beside = std::clamp(face.low.y, 0.0f, std::max(0.0f, below)), gap = size.y * 0.05f;
  const std::array candidates = {image::Place{face.high.x + gap, beside},
                                 image::Place{face.low.x - size.x - gap, beside},
                                 image::Place{right, 0},
                                 image::Place{0, 0},
                                 image::Place{right, below},
                                 image::Place{0, below}};
  image::Place best = candidates[2];
  float least = -1;
  for (const image::Place& wanted : candidates) {
    const image::Place at{std::clamp(wanted.x, 0.0f, std::max(0.0f, right)),
                          std::clamp(wanted.y, 0.0f, std::max(0.0f, below))};
    const auto hidden = [&](const image::Place& low, const image::Place& high) {
      return overlap(at.x, at.x + size.x, low.x, high.x) * overlap(at.y, at.y + size.y, low.y, high.y);
    };
    float cost = 0;
    for (const FacePlaces& other : faces) cost += hidden(other.low, other.high);
    for (const auto& box : boxes) cost += 4 * hidden(box[0], box[1]);
    if (least >= 0 && cost >= least) continue;
    least = cost;
    best = at;
  }
  return best;
}

}  // namespace

image::Image draw_overlay(const image::Image& photo, std::span<const landmark::Face> faces, int side_px) {
  image::Image picture = image::fitted(image::on_paper(photo), side_px);
  std::vector<FacePlaces> places;
  for (const landmark::Face& face : faces) places.push_back(places_in(picture, face));
  for (const FacePlaces& place : places) draw_landmarks(picture, place);
  std::vector<std::array<image::Place, 2>> boxes;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const ScoreBox box(strongest(faces[i]), picture);
    const image::Place corner = best_corner(picture, box.size(), i, places, boxes);
    box.draw(picture, corner);
    boxes.push_back({corner, image::Place{corner.x + box.size().x, corner.y + box.size().y}});
  }
  if (faces.empty()) ScoreBox({{kNoFace, 0}}, picture).draw(picture, {0, 0});
  return picture;
}

}  // namespace emo3d::service
