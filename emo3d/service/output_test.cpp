#include "emo3d/service/output.h"

#include <gtest/gtest.h>

#include <set>

#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

class Outputs : public ::testing::Test {
 protected:
  [[nodiscard]] fs::path path(const std::string& name) const { return folder_.path() / name; }
  [[nodiscard]] OutputWriter writer(const std::vector<std::string>& names, const MotionOptions& motion = {}) const {
    std::vector<fs::path> paths;
    for (const std::string& name : names) paths.push_back(path(name));
    PictureOptions picture;
    picture.size_px = 32;
    return {paths, {}, picture, motion};
  }
  [[nodiscard]] static Generated grin() {
    Generated generated;
    generated.document.text = "a grin";
    generated.document.expression.set(face::Channel::kMouthSmileLeft, 1);
    return generated;
  }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : fs::directory_iterator(folder_.path())) result.insert(entry.path().filename().string());
    return result;
  }

  TemporaryDirectory folder_;
};

TEST_F(Outputs, EachExtensionIsAFormatInAnyCase) {
  const OutputWriter writer = this->writer({"a.JSON", "a.csv", "a.png"});
  EXPECT_EQ(writer.pictures(), 1u);
  writer.write(grin());
  EXPECT_EQ(read_json(path("a.JSON")).at("text"), "a grin");
  EXPECT_NE(read_file(path("a.csv")).find("MouthSmileLeft"), std::string::npos);
  EXPECT_EQ(image::read_png(path("a.png")).width(), 32);
  EXPECT_EQ(names().size(), 3u);
}

TEST_F(Outputs, AFolderIsMadeForAMotion) {
  const OutputWriter writer = this->writer({"frames/", "a.json"}, {.frames = 2});
  writer.write(grin());
  EXPECT_EQ(names(), (std::set<std::string>{"a.json", "frames"}));
  EXPECT_TRUE(fs::exists(path("frames/0002.png")));
}

TEST_F(Outputs, RefusesPathsBeforeAnyWork) {
  const auto message = [&](const std::vector<std::string>& names) {
    return error_message([&] { (void)writer(names); });
  };
  EXPECT_NE(message({"a.json", "b.txt"}).find("b.txt: unknown extension"), std::string::npos);
  EXPECT_NE(message({"a.json", "./a.json"}).find("given twice"), std::string::npos);
  EXPECT_NE(message({"none/a.json"}).find("there is no folder"), std::string::npos);
  EXPECT_EQ(names(), std::set<std::string>{});
}

TEST_F(Outputs, WhatFailsLeavesNothing) {
  const OutputWriter writer = this->writer({"a.json", "b.png"});
  fs::create_directory(path("a.json"));
  EXPECT_NE(error_message([&] { writer.write(grin()); }).find("a.json: cannot write"), std::string::npos);
  EXPECT_EQ(names(), std::set<std::string>{"a.json"});
}

}  // namespace
}  // namespace emo3d::service
