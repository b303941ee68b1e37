#include "emo3d/service/picture_file.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "emo3d/base/file.h"
#include "emo3d/image/png.h"
#include "emo3d/service/picture_sinks.h"
#include "tests/support/errors.h"
#include "tests/support/process.h"
#include "tests/support/synthetic_meshes.h"

namespace emo3d::service {
namespace {

namespace fs = std::filesystem;
using testing::error_message;

/// A ball that grows with the jaw: every frame of a motion is another picture.
class Ball final : public rig::Figure {
 public:
  [[nodiscard]] rig::Mesh pose(const face::Expression& expression) const override {
    const float radius = 6 + 4 * expression[face::Channel::kJawOpen];
    rig::Mesh mesh;
    testing::add_ellipsoid(mesh, {.centre = {0, 0, 0}, .radii = {radius, radius, radius}, .cells = 8});
    return mesh;
  }
  [[nodiscard]] rig::MorphMesh morph_mesh(unsigned /*threads*/) const override { return {}; }
};

class PictureFiles : public ::testing::Test {
 protected:
  PictureFiles() { expression_.set(face::Channel::kJawOpen, 1); }
  [[nodiscard]] fs::path path(const std::string& name) const { return folder_.path() / name; }
  /// Names of all that is in the folder, temporary files included.
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path()))
      result.insert(fs::relative(entry.path(), folder_.path()).string());
    return result;
  }
  [[nodiscard]] static PictureOptions small() {
    PictureOptions options;
    options.size_px = 32;
    return options;
  }

  TemporaryDirectory folder_;
  face::Expression expression_;
  Ball ball_;
};

TEST_F(PictureFiles, NothingIsThereBeforeCommitAndNothingIsLeftWithoutIt) {
  for (const char* name : {"a.png", "b_%02d.png", "c.webp"}) {
    const MotionOptions motion{.frames = name[0] == 'a' ? 0 : 3};
    PictureFile file(path(name), small(), motion);
    file.draw(ball_, expression_, {});
    EXPECT_FALSE(fs::exists(path("a.png")) || fs::exists(path("b_01.png")) || fs::exists(path("c.webp")));
  }
  EXPECT_EQ(names(), std::set<std::string>{});
}

TEST_F(PictureFiles, ASequenceHasAFileForEachFrame) {
  PictureFile file(path("f_%02d.png"), small(), {.frames = 4});
  std::size_t told = 0;
  file.draw(ball_, expression_, [&](std::size_t pictures) { told += pictures; });
  file.commit();
  EXPECT_EQ(told, 4u);
  EXPECT_EQ(file.pictures(), 4u);
  EXPECT_EQ(names(), (std::set<std::string>{"f_01.png", "f_02.png", "f_03.png", "f_04.png"}));
  EXPECT_EQ(image::read_png(path("f_01.png")), draw(ball_, {}, camera_of({}), small()));
  EXPECT_EQ(image::read_png(path("f_04.png")), draw(ball_, expression_, camera_of({}), small()));
}

TEST_F(PictureFiles, AFolderIsMadeAndFilled) {
  PictureFile file(path("frames/"), small(), {.turntable = 2});
  file.draw(ball_, expression_, {});
  file.commit();
  EXPECT_EQ(names(), (std::set<std::string>{"frames", "frames/0001.png", "frames/0002.png"}));
}

TEST_F(PictureFiles, AFolderIsNewOrEmpty) {
  PictureFile(path("frames/"), small(), {.turntable = 2}).draw(ball_, expression_, {});
  EXPECT_EQ(names(), std::set<std::string>{}) << "without commit() there is no folder either";
  write_file((fs::create_directory(path("frames")), path("frames/old.txt")), "");
  for (const char* name : {"frames/", "frames"})
    EXPECT_NE(error_message([&] { PictureFile(path(name), small(), {.frames = 3}); }).find("the folder is not empty"),
              std::string::npos);
}

TEST_F(PictureFiles, ASequenceReplacesOnlyWhatItCoversWhole) {
  const auto write = [&](int frames) {
    PictureFile file(path("f_%d.png"), small(), {.frames = frames});
    file.draw(ball_, expression_, {});
    file.commit();
  };
  write_file(path("f_01.png"), "");  // another pattern's
  write(3);
  write(3);
  EXPECT_NE(error_message([&] { write(2); }).find("f_3.png: is left of another sequence"), std::string::npos);
  fs::remove(path("f_2.png"));
  fs::create_directory(path("f_2.png"));
  const std::string first = read_file(path("f_1.png"));
  EXPECT_NE(error_message([&] { write(4); }).find("f_2.png: cannot write: not a regular file"), std::string::npos);
  EXPECT_EQ(names(), (std::set<std::string>{"f_01.png", "f_1.png", "f_2.png", "f_3.png"}));

  fs::remove(path("f_2.png"));
  PictureFile late(path("f_%d.png"), small(), {.frames = 5});
  late.draw(ball_, expression_, {});
  fs::create_directory(path("f_5.png"));
  EXPECT_NE(error_message([&] { late.commit(); }).find("f_5.png: cannot write"), std::string::npos);
  EXPECT_EQ(read_file(path("f_1.png")), first) << "no picture takes its name unless all can";
}

TEST_F(PictureFiles, LinksStayWhateverTheFormat) {
  for (const std::string name : {"a.png", "a.webp", "a.mp4"}) {
    if (name == "a.mp4" && !testing::ffmpeg_is_here()) continue;
    write_file(path("target"), "old");
    fs::create_symlink("target", path(name));
    PictureFile file(path(name), small(), {.frames = name == "a.png" ? 0 : 2});
    file.draw(ball_, expression_, {});
    file.commit();
    EXPECT_TRUE(fs::is_symlink(path(name))) << name;
    EXPECT_GT(fs::file_size(path("target")), 100u) << name;
    fs::remove(path(name));
    EXPECT_EQ(names(), std::set<std::string>{"target"});
  }
}

TEST_F(PictureFiles, ManyThreadsWriteTheSameBytes) {
  std::string written[2];
  for (const unsigned threads : {1u, 5u}) {
    PictureOptions options = small();
    options.threads = threads;
    PictureFile file(path("m.webp"), options, {.frames = 7});
    file.draw(ball_, expression_, {});
    file.commit();
    written[threads / 5] = read_file(path("m.webp"));
  }
  EXPECT_EQ(written[0], written[1]);
}

TEST_F(PictureFiles, WhatProgressThrowsLeavesNothing) {
  fs::create_directory(path("frames"));
  EXPECT_EQ(error_message([&] {
              PictureFile stopped(path("frames/x_%d.png"), small(), {.frames = 40});
              stopped.draw(ball_, expression_, [](std::size_t) { fail(ErrorCode::kInterrupted, "stop"); });
            }),
            "stop");
  EXPECT_EQ(names(), std::set<std::string>{"frames"});
}

TEST_F(PictureFiles, AStillPictureCanBeStoppedWhileItIsDrawn) {
  PictureOptions options = small();
  options.before_tile = [] { fail(ErrorCode::kInterrupted, "stop"); };
  EXPECT_EQ(error_message([&] { PictureFile(path("a.png"), options, {}).draw(ball_, expression_, {}); }), "stop");
  EXPECT_EQ(names(), std::set<std::string>{});
}

TEST_F(PictureFiles, RefusesKindsThatDoNotFit) {
  const auto message = [&](const std::string& name, const PictureOptions& picture, const MotionOptions& motion) {
    return error_message([&] { PictureFile(path(name), picture, motion); });
  };
  const MotionOptions motion{.frames = 3};
  PictureOptions odd = small(), clear = small();
  odd.size_px = 33;
  clear.background = render::Background{.transparent = true};
  EXPECT_NE(message("a.gif", small(), {}).find("unknown extension \".gif\""), std::string::npos);
  EXPECT_NE(message("a.png", small(), motion).find("a.png: is for a still picture"), std::string::npos);
  for (const char* name : {"a.mp4", "a_%d.png", "folder/"})
    EXPECT_NE(message(name, small(), {}).find("give --frames N or --turntable N"), std::string::npos) << name;
  EXPECT_NE(message("a.mp4", odd, motion).find("size 33 is odd"), std::string::npos);
  EXPECT_NE(message("a.mp4", clear, motion).find("cannot be transparent"), std::string::npos);
  for (const char* name : {"a_%d.webp", "a_%04d.mp4"})
    EXPECT_NE(message(name, small(), motion).find("only .png files are numbered"), std::string::npos) << name;
  EXPECT_EQ(message("100%.WEBP", small(), motion), "no error");
  for (const char* name : {"none/a_%d.png", "none/a/"})
    EXPECT_NE(message(name, small(), motion).find("there is no folder"), std::string::npos) << name;
  EXPECT_NE(message("none/a.webp", small(), motion).find("there is no folder"), std::string::npos);
  EXPECT_NE(message("a.webp", small(), {.frames = 1}).find("frames 1"), std::string::npos);
}

TEST(NumberedName, KnowsItsOwnNames) {
  const NumberedName name = *numbered_name("f_%02d.png");
  for (const std::size_t number : {1u, 12u, 123u}) EXPECT_EQ(name.number_of(name.at(number)), number);
  for (const char* other : {"f_1.png", "f_012.png", "f_.png", "f_+1.png", "g_01.png", "f_01.webp", "f_01"})
    EXPECT_FALSE(name.number_of(other).has_value()) << other;
}

TEST(NumberedName, TakesOneNumber) {
  EXPECT_EQ(numbered_name("f_%04d.png")->at(7), "f_0007.png");
  EXPECT_EQ(numbered_name("%d.png")->at(123), "123.png");
  EXPECT_EQ(numbered_name("f_%02d.png")->at(1234), "f_1234.png");
  EXPECT_FALSE(numbered_name("f.png").has_value());
  for (const char* name : {"%s.png", "%.png", "%", "%d%d.png", "%0d.png", "%00d.png", "%10d.png", "%4d.png", "%n.png",
                           "100%.png", "%04x.png"})
    EXPECT_NE(error_message([&] { (void)numbered_name(name); }).find("expected one %d"), std::string::npos) << name;
}

}  // namespace
}  // namespace emo3d::service
