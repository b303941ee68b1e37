#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "emo3d/base/file.h"
#include "emo3d/base/json.h"
#include "emo3d/image/png.h"

namespace emo3d::testing {

/// The golden images that intermediate tensors are known of.
inline const std::vector<std::string> kLandmarkStages = {"astronaut",   "astronaut_edge", "astronaut_roll30",
                                                         "hopper_wide", "ict_jawopen",    "two_faces"};

/// What lay between the stages of a reference of the Face Landmarker for one image.
class LandmarkStage {
 public:
  LandmarkStage(const std::filesystem::path& golden, const std::string& name)
      : folder_(golden / "stages" / name),
        picture_(image::read_png(golden / "images" / (name + ".png"))),
        json_(read_json(folder_ / "stage.json")) {}

  [[nodiscard]] const image::Image& picture() const { return picture_; }
  [[nodiscard]] const Json& json() const { return json_; }
  [[nodiscard]] int faces() const {
    int count = 0;
    while (json_.contains("face" + std::to_string(count) + "_detection")) ++count;
    return count;
  }
  /// A member of stage.json or, with `.bin`, the name of a file that belongs to a face.
  [[nodiscard]] static std::string of_face(int face, const std::string& what) {
    return "face" + std::to_string(face) + "_" + what;
  }
  [[nodiscard]] std::string bytes(const std::string& file) const { return read_file(folder_ / file); }
  [[nodiscard]] std::vector<float> floats(const std::string& file) const {
    const std::string raw = bytes(file);
    std::vector<float> values(raw.size() / sizeof(float));
    std::memcpy(values.data(), raw.data(), values.size() * sizeof(float));
    return values;
  }

 private:
  std::filesystem::path folder_;
  image::Image picture_;
  Json json_;
};

}  // namespace emo3d::testing
