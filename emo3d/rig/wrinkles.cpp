#include "emo3d/rig/wrinkles.h"

#include <algorithm>
#include <utility>

namespace emo3d::rig {

Wrinkles::Wrinkles(const Cage& cage, const Skin& skin) : phases_(skin.positions.size()) {
  WrinkleBuilder builder(skin, *this);
  add_face_wrinkles(builder, cage, skin);
}

std::vector<SkinDetail> Wrinkles::on(std::vector<SkinDetail> detail, const face::Expression& expression,
                                     const Complexion& complexion) const {
  constexpr float kMost = 1.6f;
  constexpr float kSteepest = 0.40f;  // families that meet add up less and less beyond it
  for (std::size_t v = 0; v < detail.size(); ++v)
    for (std::size_t layer = 0; layer < phases_[v].size(); ++layer) detail[v].folds[layer].phase = phases_[v][layer];
  for (const Wrinkle& wrinkle : wrinkles_) {
    float amount = 0;
    for (const WrinkleDriver& driver : wrinkle.drivers) amount += driver.amount * expression[driver.channel];
    amount = complexion.wrinkles * std::min(amount, 1.0f) + complexion.resting_wrinkles * wrinkle.resting;
    if (!(amount > 0)) continue;
    amount = std::min(amount, kMost);
    for (std::size_t i = 0; i < wrinkle.vertices.size(); ++i)
      detail[wrinkle.vertices[i]].folds[wrinkle.layer].slope += wrinkle.slopes[i] * amount;
  }
  for (SkinDetail& point : detail)
    for (Fold& fold : point.folds)
      if (const float steepness = length(fold.slope); steepness > kSteepest)
        fold.slope = fold.slope * ((kSteepest + 0.3f * (steepness - kSteepest)) / steepness);
  return detail;
}

WrinkleBuilder::WrinkleBuilder(const Skin& skin, Wrinkles& wrinkles) : skin_(skin), wrinkles_(wrinkles) {
  for (std::vector<bool>& taken : taken_) taken.assign(skin.positions.size(), false);
}

void WrinkleBuilder::start_field(std::size_t layer, const PhaseField& phase, const Extent& zone) {
  constexpr float kStep_cm = 0.02f;
  layer_ = layer;
  vertices_.clear();
  directions_.clear();
  for (std::uint32_t v = 0; v < skin_.positions.size(); ++v) {
    const Vec3& p = skin_.positions[v];
    if (taken_[layer][v] || !(zone(p) > 0)) continue;
    const auto rise = [&](const Vec3& step) { return phase(p + step) - phase(p - step); };
    const Vec3 gradient = {rise({kStep_cm, 0, 0}), rise({0, kStep_cm, 0}), rise({0, 0, kStep_cm})};
    taken_[layer][v] = true;
    wrinkles_.phases_[v][layer] = phase(p);
    vertices_.push_back(v);
    directions_.push_back(unit(gradient - skin_.normals[v] * dot(gradient, skin_.normals[v])));
  }
}

void WrinkleBuilder::add(const Extent& extent, std::vector<WrinkleDriver> drivers, const WrinkleOptions& options) {
  constexpr float kLeast = 0.01f;
  Wrinkle wrinkle{
      .layer = layer_, .vertices = {}, .slopes = {}, .drivers = std::move(drivers), .resting = options.resting};
  for (std::size_t i = 0; i < vertices_.size(); ++i) {
    const float strength = extent(skin_.positions[vertices_[i]]);
    if (strength < kLeast) continue;
    wrinkle.vertices.push_back(vertices_[i]);
    wrinkle.slopes.push_back(directions_[i] * (strength * options.steepness));
  }
  wrinkles_.wrinkles_.push_back(std::move(wrinkle));
}

}  // namespace emo3d::rig
