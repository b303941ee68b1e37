#include <algorithm>
#include <cmath>

#include "emo3d/rig/hair_form.h"
#include "emo3d/rig/head_part.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {

std::vector<UnderHair> under_hair(const HairForm& form, const std::vector<Vec3>& skin) {
  constexpr float kAbove = 0.6f;  // what lies deeper in the head is no scalp
  constexpr float kShadowReach = 1.1f;
  constexpr float kThick = 1.5f;  // hair this thick casts the full shadow
  constexpr float kBeside = 0.42f;
  constexpr float kBeneath = 0.55f;
  const HairStyle& style = form.style();
  std::vector<UnderHair> result(skin.size());
  for (std::size_t v = 0; v < skin.size(); ++v) {
    const ScalpPoint at = form.scalp_point(skin[v]);
    if (length(form.point(at, 0) - skin[v]) > kAbove) continue;
    const float uneven = 0.35f * smooth_noise(skin[v] * 1.7f);
    const float inside = form.inside_hairline(at);
    result[v].tint = style.stubble * smoothstep(-0.9f, 0.9f, inside + uneven);
    if (style.density <= 0) continue;
    const float crown = style.bald_crown > 0 ? form.upper_edge(at.azimuth_deg) : -100.0f;
    const float hem = form.hem(at.azimuth_deg);
    const float covered = std::min(hem - at.down, at.down - crown);
    const float within = std::max(crown + 1.2f, std::min(at.down, hem - 0.6f));
    const float thick = std::clamp(form.thickness({at.azimuth_deg, within}), 0.0f, kThick);
    const float beside = kBeside * (thick / kThick) * std::exp(std::min(0.0f, covered) / kShadowReach);
    const float shadow = std::max(beside, kBeneath * smoothstep(0, 1.5f, covered));
    result[v].light = 1 - shadow;
  }
  return result;
}

}  // namespace emo3d::rig
