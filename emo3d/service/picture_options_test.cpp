#include <gtest/gtest.h>

#include "emo3d/base/file.h"
#include "emo3d/render/render.h"
#include "emo3d/service/background.h"
#include "emo3d/service/camera.h"
#include "emo3d/service/motion.h"
#include "emo3d/service/picture.h"
#include "tests/support/errors.h"

namespace emo3d::service {
namespace {

using testing::error_message;

image::Image empty_picture(const render::Background& background) {
  return render::render({}, {.width = 16, .height = 16, .background = background});
}

TEST(BackgroundOption, GivesExactlyTheColour) {
  const image::Image picture = empty_picture(parse_background("#1280fE"));
  for (int y = 0; y < 16; ++y) {
    EXPECT_EQ(picture.pixel(3, y)[0], 0x12);
    EXPECT_EQ(picture.pixel(3, y)[1], 0x80);
    EXPECT_EQ(picture.pixel(3, y)[2], 0xfe);
  }
  EXPECT_EQ(empty_picture(parse_background("white")).pixel(0, 0)[1], 255);
  const auto same = [](const char* a, const char* b) {
    return empty_picture(parse_background(a)) == empty_picture(parse_background(b));
  };
  EXPECT_TRUE(same("#1aF", "#11aaff"));
  EXPECT_TRUE(same("Red,NAVY", "#ff0000,#000080"));
  EXPECT_TRUE(same("gray", "grey"));
}

TEST(BackgroundOption, ReadsGradientsAndTransparent) {
  const image::Image picture = empty_picture(parse_background("white,black"));
  EXPECT_GT(picture.pixel(0, 0)[0], 240);
  EXPECT_LT(picture.pixel(0, 15)[0], 60);
  EXPECT_EQ(empty_picture(parse_background("transparent")).format(), image::Format::kRgba);
}

TEST(BackgroundOption, RefusesAnythingElse) {
  for (const char* text : {"", "#12345", "#1234567", "#12345g", "#-12345", "red-ish", "white,", ",",
                           "white,black,white", "#ff", "#12g", "transparent,white", "123456"})
    EXPECT_TRUE(error_message([&] { (void)parse_background(text); }).starts_with("background colour ")) << text;
}

render::Camera camera_from(const char* text) { return camera_from_json(parse_json(text, "c.json"), "c.json"); }

TEST(CameraFile, WhatIsLeftOutIsAsInTheFrontView) {
  const render::Camera c = camera_from(R"({"target": [1, -2.5, 3], "pitch_deg": -10})");
  EXPECT_EQ(c.target.x, 1);
  EXPECT_EQ(c.target.y, -2.5f);
  EXPECT_EQ(c.target.z, 3);
  EXPECT_EQ(c.pitch_deg, -10);
  EXPECT_EQ(c.yaw_deg, 0);
  EXPECT_EQ(c.distance_cm, render::Camera{}.distance_cm);
  EXPECT_EQ(c.field_of_view_deg, render::Camera{}.field_of_view_deg);
}

TEST(CameraFile, ReadsWhatItWrites) {
  const render::Camera c{
      .target = {1.5f, 0.25f, -3}, .distance_cm = 40, .yaw_deg = 370, .pitch_deg = 12.5f, .field_of_view_deg = 35};
  EXPECT_EQ(to_json(camera_from_json(to_json(c), "c.json")), to_json(c));
  EXPECT_EQ(to_json(c).size(), 5u);
}

TEST(CameraFile, ErrorsNameFileFieldAndValue) {
  const auto message = [](const char* text) { return error_message([&] { (void)camera_from(text); }); };
  EXPECT_EQ(message(R"({"distance_cm": 0})"), "c.json: camera distance_cm 0 is not in [1,100000]");
  EXPECT_EQ(message(R"({"pitch_deg": 91})"), "c.json: camera pitch_deg 91 is not in [-89,89]");
  EXPECT_EQ(message(R"({"field_of_view_deg": 1e300})"), "c.json: camera field_of_view_deg inf is not in [1,120]");
  EXPECT_EQ(message(R"({"yaw_deg": 1e300})"), "c.json: camera yaw_deg inf is not finite");
  EXPECT_EQ(message(R"({"yaw_deg": "left"})"), R"(c.json: "yaw_deg": "\"left\"" is not a number)");
  EXPECT_EQ(message(R"({"target": [1, 2]})"), "c.json: \"target\": expected three numbers, x, y and z in centimetres");
  EXPECT_EQ(message(R"({"target": [1, 2, null]})"), R"(c.json: "target": "null" is not a number)");
  EXPECT_TRUE(message(R"({"yaw": 1})").starts_with("c.json: \"yaw\" is unknown, expected target, distance_cm"));
  EXPECT_EQ(message("[]"), "c.json: expected an object");
}

TEST(CameraOptions, AnglesTurnAroundTheMiddleOfTheHead) {
  const render::ViewFrame front = render::view_frame(camera_of({})),
                          same = render::view_frame(camera_of({.yaw_deg = 0.0f}));
  EXPECT_NEAR(rig::length(front.position - same.position), 0, 1e-4f);
  EXPECT_LT(camera_of({.yaw_deg = 30.0f}).target.z, -1);
  EXPECT_EQ(camera_of({.pitch_deg = 20.0f}).pitch_deg, 20);
}

TEST(CameraOptions, AnglesReplaceThoseOfAView) {
  const render::Camera view = render::camera(render::View::kThreeQuarter);
  EXPECT_EQ(to_json(camera_of({.view = render::View::kThreeQuarter})), to_json(view));
  const render::Camera turned = camera_of({.view = render::View::kThreeQuarter, .yaw_deg = -40.0f});
  EXPECT_EQ(turned.yaw_deg, -40);
  EXPECT_EQ(turned.pitch_deg, view.pitch_deg);
  EXPECT_EQ(turned.target.z, view.target.z);
  EXPECT_EQ(camera_of({.custom = render::Camera{.distance_cm = 33}}).distance_cm, 33);
}

TEST(LightOption, RefusesUnknownNamesWithTheKnownOnes) {
  EXPECT_EQ(parse_light("rim").name, "rim");
  EXPECT_EQ(error_message([] { (void)parse_light("neon"); }),
            "light \"neon\" is unknown, expected one of studio, soft, dramatic, rim, sunset, moonlight, flat");
}

TEST(Motion, RisesGentlyFromNeutralToTheExpression) {
  face::Expression joy;
  joy.set(face::Channel::kMouthSmileLeft, 0.8f);
  const auto frames = motion_frames(joy, {}, {.frames = 11});
  ASSERT_EQ(frames.size(), 11u);
  EXPECT_EQ(frames.front().expression, face::Expression{});
  EXPECT_EQ(frames.back().expression, joy);
  const auto smile = [&](std::size_t i) { return frames[i].expression[face::Channel::kMouthSmileLeft]; };
  for (std::size_t i = 1; i < 11; ++i) EXPECT_GT(smile(i), smile(i - 1));
  EXPECT_NEAR(smile(5), 0.4f, 1e-6f);
  EXPECT_LT(smile(1), 0.8f * 0.04f) << "slow at the start";
  EXPECT_GT(smile(9), 0.8f * 0.96f) << "and at the end";
}

TEST(Motion, GoesBackTheWayItCame) {
  face::Expression joy;
  joy.set(face::Channel::kJawOpen, 1);
  const auto frames = motion_frames(joy, {}, {.frames = 5, .back = true});
  ASSERT_EQ(frames.size(), 9u);
  EXPECT_EQ(frame_count({.frames = 5, .back = true}), 9u);
  EXPECT_EQ(frames[4].expression, joy);
  for (std::size_t i = 0; i < 9; ++i) EXPECT_EQ(frames[i].expression, frames[8 - i].expression);
}

TEST(Motion, ATurntableGoesOnceAround) {
  const auto frames = motion_frames({}, {.yaw_deg = 10.0f}, {.turntable = 8});
  ASSERT_EQ(frames.size(), 8u);
  for (std::size_t i = 0; i < 8; ++i) EXPECT_FLOAT_EQ(frames[i].camera.yaw_deg, 10 + 45 * static_cast<float>(i));
  const auto plain = motion_frames({}, {}, {.turntable = 2});
  EXPECT_LT(plain[0].camera.target.z, -1) << "around the head, not around the face";
}

TEST(Motion, RefusesNumbersOutOfRange) {
  const auto message = [](const MotionOptions& options) {
    return error_message([&] { (void)motion_frames({}, {}, options); });
  };
  EXPECT_EQ(message({.frames = 1}), "frames 1 is not in [2,36000]");
  EXPECT_EQ(message({.turntable = -3}), "turntable -3 is not in [2,36000]");
  EXPECT_EQ(message({.frames = 36001}), "frames 36001 is not in [2,36000]");
  EXPECT_EQ(message({.turntable = 4, .frames = 4}), "turntable and frames exclude each other");
  EXPECT_EQ(message({.back = true}), "back needs frames");
  EXPECT_EQ(message({.frames = 2, .fps = 0}), "fps 0 is not in [1,120]");
  EXPECT_EQ(message({}), "no error");
}

}  // namespace
}  // namespace emo3d::service
