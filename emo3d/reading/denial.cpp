#include "emo3d/reading/denial.h"

#include <array>
#include <string_view>
#include <utility>

namespace emo3d::reading {
namespace {

/// By emotion: shares and strength.
constexpr std::array<std::pair<std::string_view, float>, emotion::kEmotionCount> kLeft{{{"N.3H.1U.1S.2A.2F.1", 0.35f},
                                                                                        {"N.55S.35A.1", 0.30f},
                                                                                        {"N1", 0.05f},
                                                                                        {"N.8H.2", 0.12f},
                                                                                        {"N.85H.15", 0.10f},
                                                                                        {"N.9H.1", 0.08f},
                                                                                        {"N.85H.15", 0.10f},
                                                                                        {"N.9H.1", 0.08f}}};

}  // namespace

Mixture after_denial(std::span<const emotion::Emotion> denied) {
  bool alike = true;
  for (const emotion::Emotion e : denied) alike = alike && e == denied[0];
  if (denied.empty() || !alike) return read_mixture("N1", 0.05f);
  const auto& [shares, strength] = kLeft[static_cast<std::size_t>(denied[0])];
  return read_mixture(shares, strength);
}

}  // namespace emo3d::reading
