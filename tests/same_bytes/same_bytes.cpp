// Draws the scenes of scenes.h and says which of them are not the bytes they should be.
#include <cstdio>

#include "tests/same_bytes/scenes.h"

namespace {

bool draws_the_same(const std::vector<emo3d::testing::SameBytesScene>& scenes) {
  bool all_equal = true;
  for (const auto& scene : scenes) {
    const std::uint64_t hash = emo3d::testing::picture_hash(scene, 1);
    const bool equal = hash == scene.expected_hash;
    all_equal = all_equal && equal;
    std::printf("%.*s 0x%016llx%s\n", static_cast<int>(scene.name.size()), scene.name.data(),
                static_cast<unsigned long long>(hash), equal ? "" : " differs from scenes.h");
  }
  return all_equal;
}

}  // namespace

int main() {
  const bool synthetic = draws_the_same(emo3d::testing::synthetic_scenes());
  const bool head = draws_the_same(emo3d::testing::head_scenes());
  return synthetic && head ? 0 : 1;
}
