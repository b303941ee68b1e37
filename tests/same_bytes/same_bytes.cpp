// Draws the scenes of scenes.h and says which of them are not the bytes they should be.
#include <cstdio>

#include "tests/same_bytes/scenes.h"

int main() {
  bool all_equal = true;
  for (const auto& scene : emo3d::testing::same_bytes_scenes()) {
    const std::uint64_t hash = emo3d::testing::picture_hash(scene, 1);
    const bool equal = hash == scene.expected_hash;
    all_equal = all_equal && equal;
    std::printf("%.*s 0x%016llx%s\n", static_cast<int>(scene.name.size()), scene.name.data(),
                static_cast<unsigned long long>(hash), equal ? "" : " differs");
  }
  return all_equal ? 0 : 1;
}
