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

/// What docs/face.md promises of every built-in head, in centimetres.
inline void expect_no_collisions(const rig::Head& head, std::span<const face::Expression> expressions) {
  const CollisionReport report = collisions_of(head, expressions);
  EXPECT_LE(report.worst.lids, 0.002f);
  EXPECT_LE(report.worst.eyeballs, 0.001f);
  EXPECT_LE(report.worst.teeth, 0.01f);
  EXPECT_LE(report.worst.lips, 0.06f) << [&] {
    std::string names;
    for (const face::Channel c : face::channels())
      if (report.worst_lips[c] > 0) names += fmt::format("{} {:.3f} ", face::name(c), report.worst_lips[c]);
    return names;
  }();
  EXPECT_LE(report.tongue_98, 0.1f);
  EXPECT_LE(report.worst.tongue, 0.6f);
}

}  // namespace emo3d::testing
