#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "emo3d/rig/collisions.h"
#include "tests/support/hard_expressions.h"

namespace emo3d::testing {

/// The worst collisions of a head over expressions, and the depth in a lip that the tongue keeps within in 98 of 100.
struct CollisionReport {
  rig::Collisions worst;
  face::Expression worst_lips;
  float tongue_98 = 0;
};

inline CollisionReport collisions_of(const rig::Head& head, std::span<const face::Expression> expressions) {
  const rig::CollisionCheck check(head);
  CollisionReport report;
  std::vector<float> tongue;
  for (const face::Expression& expression : expressions) {
    const rig::Collisions found = check(head.pose(expression));
    if (found.lips > report.worst.lips) report.worst_lips = expression;
    report.worst.lids = std::max(report.worst.lids, found.lids);
    report.worst.eyeballs = std::max(report.worst.eyeballs, found.eyeballs);
    report.worst.lips = std::max(report.worst.lips, found.lips);
    report.worst.teeth = std::max(report.worst.teeth, found.teeth);
    report.worst.tongue = std::max(report.worst.tongue, found.tongue);
    tongue.push_back(found.tongue);
  }
  std::ranges::sort(tongue);
  if (!tongue.empty()) report.tongue_98 = tongue[(tongue.size() - 1) * 98 / 100];
  return report;
}

/// Depths in centimetres that nothing may exceed: those that docs/face.md promises of the default head.
struct CollisionLimits {
  float lids = 0.001f;
  float eyeballs = 0.001f;
  float teeth = 0.01f;
  float lips = 0.05f;
  float tongue_98 = 0.1f;
  float tongue = 0.9f;
};

/// Contacts are resolved on the authored head and stretched with it to a person: thin lips may end up in each other.
inline constexpr CollisionLimits kPersonLimits = {.lids = 0.005f, .teeth = 0.02f, .lips = 0.15f, .tongue_98 = 0.9f};

inline void expect_no_collisions(const rig::Head& head, std::span<const face::Expression> expressions,
                                 const CollisionLimits& limits = {}) {
  const CollisionReport report = collisions_of(head, expressions);
  EXPECT_LE(report.worst.lids, limits.lids);
  EXPECT_LE(report.worst.eyeballs, limits.eyeballs);
  EXPECT_LE(report.worst.teeth, limits.teeth);
  EXPECT_LE(report.worst.lips, limits.lips) << [&] {
    std::string names;
    for (const face::Channel c : face::channels())
      if (report.worst_lips[c] > 0) names += fmt::format("{} {:.3f} ", face::name(c), report.worst_lips[c]);
    return names;
  }();
  EXPECT_LE(report.tongue_98, limits.tongue_98);
  EXPECT_LE(report.worst.tongue, limits.tongue);
}

}  // namespace emo3d::testing
