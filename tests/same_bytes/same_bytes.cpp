// Draws the scenes of tests/golden_renders and prints each picture as a number.
#include <cstdio>

#include "tests/golden_renders/scenes.h"
#include "tests/support/fnv_hash.h"

int main() {
  for (const auto& scenes : {emo3d::testing::synthetic_scenes(), emo3d::testing::head_scenes()})
    for (const emo3d::testing::Scene& scene : scenes)
      std::printf("%.*s 0x%016llx\n", static_cast<int>(scene.name.size()), scene.name.data(),
                  static_cast<unsigned long long>(emo3d::testing::fnv_hash(emo3d::testing::draw(scene, 1).bytes())));
}
