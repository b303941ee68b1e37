#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "emo3d/rig/head.h"

/// Whether a face passes through itself.
///
///     const rig::CollisionCheck check(head);
///     const rig::Collisions found = check(head.pose(expression));
///     if (found.worst() > 0.02f) ...
namespace emo3d::rig {

/// How deep parts of a posed head reach into one another where it can be seen, in centimetres; 0 where they do not.
struct Collisions {
  float lids = 0;      ///< The margin of an upper lid below that of the lower one, along the eyeball.
  float eyeballs = 0;  ///< An eyeball in front of the skin.
  float lips = 0;      ///< One lip inside the other.
  float teeth = 0;     ///< Teeth or gums in front of the skin.
  float tongue = 0;    ///< The tongue inside a lip.

  [[nodiscard]] float worst() const;
};

/// Measures poses of one head. Holds no reference to it; any number of threads may measure at once.
class CollisionCheck {
 public:
  explicit CollisionCheck(const Head& head);

  /// `pose` must be a pose of the head, with its numbers of vertices.
  [[nodiscard]] Collisions operator()(const Mesh& pose) const;

 private:
  struct Eye {
    Vec3 centre;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> margins;  ///< Upper and lower vertex that meet in a blink.
    std::vector<Triangle> skin;                                    ///< Around the eyeball.
  };
  struct Lip {
    std::vector<std::uint32_t> vertices;
    std::vector<Triangle> triangles;
  };
  /// Vertices from `first` to before `end`.
  struct Range {
    std::uint32_t first = 0, end = 0;
  };

  void find_lips(const Head& head);
  [[nodiscard]] float lids(const Mesh& pose) const;
  [[nodiscard]] float eyeballs(const Mesh& pose) const;

  float eye_radius_;
  std::array<Eye, 2> eyes_;
  Lip upper_, lower_;
  std::vector<Triangle> front_;  ///< Outer skin around the mouth.
  std::vector<Range> teeth_;     ///< And gums.
  Range tongue_;
};

}  // namespace emo3d::rig
