#include "emo3d/rig/contact.h"

namespace emo3d::rig {

Contacts::Contacts(const Cage& cage, const Skin& skin) : lids_(cage, skin), teeth_(cage, skin), lips_(cage, skin) {}

void Contacts::resolve(std::span<Vec3> positions, const face::Expression& expression, const Tongue& tongue) const {
  lids_.resolve(positions);
  teeth_.resolve(positions, expression);
  lips_.resolve(positions, tongue);
}

}  // namespace emo3d::rig
