#include <algorithm>
#include <cmath>

#include "emo3d/rig/hair_form.h"
#include "emo3d/rig/head_part.h"
#include "emo3d/rig/smoothstep.h"

namespace emo3d::rig {

std::vector<UnderHair> under_hair(const HairForm& form, const std::vector<Vec3>& skin) {
  constexpr float kAbove = 0.6f;  // what lies deeper in the head is no scalp
  constexpr float kShadowReach = 1.1f;
  const HairStyle& style = form.style();
  std::vector<UnderHair> result(skin.size());
  for (std::size_t v = 0; v < skin.size(); ++v) {
    const ScalpPoint at = form.scalp_point(skin[v]);
    if (length(form.point(at, 0) - skin[v]) > kAbove) continue;
    const float uneven = 0.35f * smooth_noise(skin[v] * 1.7f);
    const float inside = form.inside_hairline(at);
    result[v].tint = style.stubble * smoothstep(-0.9f, 0.9f, inside + uneven);
    if (style.density <= 0) continue;
    const float hem = form.hem(at.azimuth_deg);
    const float covered = at.down > form.upper_edge(at.azimuth_deg) ? hem - at.down : -1.0f;
    const float thick = std::clamp(form.thickness({at.azimuth_deg, std::min(at.down, hem - 0.6f)}), 0.0f, 1.5f);
    const float shadow = covered > 0 ? 0.55f : 0.42f * (thick / 1.5f) * std::exp(covered / kShadowReach);
    result[v].light = 1 - shadow;
  }
  return result;
}

}  // namespace emo3d::rig
