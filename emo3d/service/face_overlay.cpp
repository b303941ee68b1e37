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
#include "emo3d/service/face_badge.h"
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
constexpr float kBadge = 1.5f;  ///< Digits of a face's number over other letters.

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
  for (const face::Channel c : strongest_channels(expression, kStrongest, kShownFrom))
    scores.push_back({std::string(name(c)), expression[c]});
  if (scores.empty()) scores.push_back({"no channel above 0.05", 0});
  return scores;
}

/// Height of letters in a picture.
float letters_of(const image::Image& picture) {
  return std::max(9.0f, static_cast<float>(std::max(picture.width(), picture.height())) / 56);
}

/// A box of text and bars, with the number of its face where that is not 0.
class ScoreBox {
 public:
  ScoreBox(std::vector<ShownScore> scores, std::size_t number, const image::Image& picture)
      : scores_(std::move(scores)),
        number_(number),
        letters_(letters_of(picture)),
        indent_(number == 0 ? 0 : badge_size(number, kBadge * letters_).x) {
    for (const ShownScore& s : scores_) names_ = std::max(names_, image::text_width(s.name, letters_));
  }
  [[nodiscard]] image::Place size() const {
    const float badge = number_ == 0 ? 0 : badge_size(number_, kBadge * letters_).y;
    return {indent_ + names_ + 6 * letters_,
            std::max(badge, (1.3f * static_cast<float>(scores_.size()) + 0.6f) * letters_)};
  }
  void draw(image::Image& picture, const image::Place& corner) const {
    image::fill_rectangle(picture, corner, size(), {.colour = kGround, .opacity = 0.62f});
    if (number_ > 0) draw_badge(picture, number_, corner, kBadge * letters_);
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const float left = corner.x + indent_ + 0.5f * letters_;
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
  std::size_t number_;
  float letters_;
  float indent_;     ///< What the number takes.
  float names_ = 0;  ///< Width of the longest.
};

/// An upright rectangle of a picture.
struct Area {
  image::Place low, high;
};

/// How far apart two stretches lie; below 0 where they meet.
float gap(float a0, float a1, float b0, float b1) { return std::max(b0 - a1, a0 - b1); }

float overlap(float a0, float a1, float b0, float b1) { return std::max(0.0f, std::min(a1, b1) - std::max(a0, b0)); }

float shared(const Area& a, const Area& b) {
  return overlap(a.low.x, a.high.x, b.low.x, b.high.x) * overlap(a.low.y, a.high.y, b.low.y, b.high.y);
}

float distance(const Area& a, const Area& b) {
  return std::hypot(std::max(0.0f, gap(a.low.x, a.high.x, b.low.x, b.high.x)),
                    std::max(0.0f, gap(a.low.y, a.high.y, b.low.y, b.high.y)));
}

float between_middles(const Area& a, const Area& b) {
  return std::hypot(a.low.x + a.high.x - b.low.x - b.high.x, a.low.y + a.high.y - b.low.y - b.high.y) / 2;
}

/// How bad a place for the box of the face `own` is: what it hides, in pixels, faces of others and other boxes most;
/// then how far it lies from its own face, above all where it is nearer to another.
float cost_of(const Area& box, std::size_t own, std::span<const Area> faces, std::span<const Area> boxes) {
  const float side = box.high.y - box.low.y, away = distance(box, faces[own]);
  float cost = side * (0.5f * away + 0.05f * between_middles(box, faces[own]));
  for (std::size_t i = 0; i < faces.size(); ++i) {
    cost += shared(box, faces[i]) * (i == own ? 3.0f : 4.0f);
    if (i != own) cost += side * 2 * std::max(0.0f, away - distance(box, faces[i]));
  }
  for (const Area& other : boxes) cost += 8 * shared(box, other);
  return cost;
}

/// The best place of a box, beside its face or on a grid over the picture.
image::Place best_corner(const image::Image& picture, const image::Place& size, std::size_t own,
                         std::span<const Area> faces, std::span<const Area> boxes) {
  constexpr int kSteps = 40;
  const float right = std::max(0.0f, static_cast<float>(picture.width()) - size.x),
              below = std::max(0.0f, static_cast<float>(picture.height()) - size.y);
  const Area& face = faces[own];
  const float beside = std::clamp(face.low.y, 0.0f, below), space = size.y * 0.05f;
  std::vector<image::Place> candidates = {{std::min(face.high.x + space, right), beside},
                                          {std::max(face.low.x - size.x - space, 0.0f), beside}};
  for (int y = 0; y <= kSteps; ++y)
    for (int x = 0; x <= kSteps; ++x)
      candidates.push_back({right * static_cast<float>(x) / static_cast<float>(kSteps),
                            below * static_cast<float>(y) / static_cast<float>(kSteps)});
  return std::ranges::min(candidates, {}, [&](const image::Place& at) {
    return cost_of({at, {at.x + size.x, at.y + size.y}}, own, faces, boxes);
  });
}

}  // namespace

image::Image draw_overlay(const image::Image& photo, std::span<const landmark::Face> faces, int side_px) {
  image::Image picture = image::fitted(image::on_paper(photo), side_px);
  std::vector<FacePlaces> places;
  for (const landmark::Face& face : faces) places.push_back(places_in(picture, face));
  for (const FacePlaces& place : places) draw_landmarks(picture, place);
  const float digits = kBadge * letters_of(picture);
  std::vector<Area> covered, boxes;  // by faces; by numbers and scores
  for (std::size_t i = 0; i < places.size(); ++i) {
    covered.push_back({places[i].low, places[i].high});
    if (faces.size() == 1) continue;
    const image::Place size = badge_size(i + 1, digits);
    const image::Place corner = badge_corner(picture, places[i].points[kTopOfFace], size);
    boxes.push_back({corner, {corner.x + size.x, corner.y + size.y}});
  }
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const ScoreBox box(strongest(faces[i]), faces.size() == 1 ? 0 : i + 1, picture);
    const image::Place corner = best_corner(picture, box.size(), i, covered, boxes);
    box.draw(picture, corner);
    boxes.push_back({corner, {corner.x + box.size().x, corner.y + box.size().y}});
  }
  for (std::size_t i = 0; i < faces.size() && faces.size() > 1; ++i)
    draw_badge(picture, i + 1, boxes[i].low, digits);  // over any box that had no room elsewhere
  if (faces.empty()) ScoreBox({{kNoFace, 0}}, 0, picture).draw(picture, {0, 0});
  return picture;
}

}  // namespace emo3d::service
