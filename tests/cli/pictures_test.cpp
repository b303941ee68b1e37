// What render, generate and sheet draw: lights, backgrounds, cameras, motions, sheets; as their users run them.
#include <gtest/gtest.h>
#include <webp/decode.h>
#include <webp/demux.h>

#include <cstdlib>
#include <sstream>

#include "emo3d/base/json.h"
#include "emo3d/image/png.h"
#include "tests/cli/pictures.h"

namespace emo3d {
namespace {

namespace fs = std::filesystem;
using testing::frames_of;
using testing::kJoy;
using testing::Pictures;
using testing::ProcessResult;
using testing::WebpFrames;

TEST_F(Pictures, EveryLightIsAnotherPicture) {
  std::set<std::string> pictures;
  for (const char* light : {"studio", "soft", "dramatic", "rim", "sunset", "moonlight", "flat"}) {
    ASSERT_EQ(render("p.png", {"--light", light}).exit_code, 0) << light;
    pictures.insert(read_file(file("p.png")));
  }
  EXPECT_EQ(pictures.size(), 7u);
  EXPECT_EQ(picture({"--light", "studio"}), picture({}));
}

TEST_F(Pictures, BackgroundIsWhatWasAskedFor) {
  const image::Image blue = picture({"--background", "#102030", "--light", "rim"});
  EXPECT_TRUE(std::ranges::equal(blue.pixel(0, 0), std::array<std::uint8_t, 3>{0x10, 0x20, 0x30}));
  const image::Image gradient = picture({"--background", "white,black"});
  EXPECT_GT(gradient.pixel(0, 0)[0], 240);
  EXPECT_LT(gradient.pixel(0, 45)[0], gradient.pixel(0, 5)[0]);
  const image::Image cut_out = picture({"--background", "transparent"});
  EXPECT_EQ(cut_out.format(), image::Format::kRgba);
  EXPECT_EQ(cut_out.pixel(0, 0)[3], 0);
  EXPECT_EQ(cut_out.pixel(32, 32)[3], 255);
  EXPECT_EQ(picture({"--background", "Red"}), picture({"--background", "#f00"}));
}

TEST_F(Pictures, NamesAreKnownInAnyCase) {
  ASSERT_EQ(render("p.PNG", {"--identity", "Leo", "--view", "back"}).exit_code, 0);
  EXPECT_EQ(image::read_png(file("p.PNG")), picture({"--identity", "leo", "--view", "back"}));
}

TEST_F(Pictures, CameraFileAndAnglesMoveTheCamera) {
  const ProcessResult info = emo3d({"info", "--camera"});
  keep("c.json", info.out);
  EXPECT_EQ(picture({"--camera", file("c.json")}), picture({})) << "info --camera is the default camera";
  keep("c.json", R"({"yaw_deg": 90})");
  const image::Image from_file = picture({"--camera", file("c.json")});
  EXPECT_NE(from_file, picture({}));
  keep("c.json", "{}");
  EXPECT_EQ(picture({"--camera", file("c.json"), "--yaw", "90"}), from_file);
  EXPECT_NE(picture({"--yaw", "-30"}), picture({"--yaw", "30"}));
  EXPECT_NE(picture({"--pitch", "20"}), picture({}));
  EXPECT_NE(picture({"--view", "left", "--pitch", "20"}), picture({"--view", "left"}));
  const ProcessResult piped =
      testing::run_process({"/bin/sh", "-c",
                            "echo '{\"yaw_deg\": 90}' | " + std::string(EMO3D_PROGRAM) + " render " + file("e.json") +
                                " -o " + file("p.png") + " --size 64 --camera /dev/stdin"});
  ASSERT_EQ(piped.exit_code, 0) << piped.err;
  EXPECT_EQ(image::read_png(file("p.png")), from_file);
}

TEST_F(Pictures, RefusesBadOptionsWithFieldAndValue) {
  const auto refused = [&](const std::vector<std::string>& more, const std::string& expected) {
    expect_refused(render("q.png", more), expected);
  };
  refused({"--light", "neon"}, "light \"neon\" is unknown, expected one of studio, soft");
  refused({"--background", "#12"}, "background colour \"#12\"");
  refused({"--yaw", "left"}, "--yaw");
  refused({"--yaw", "nan"}, "--yaw: \"nan\" is not in [-360,360]");
  refused({"--yaw", "1e300"}, "--yaw: \"1e300\" is not in [-360,360]");
  refused({"--pitch", "90"}, "--pitch: \"90\" is not in [-89,89]");
  refused({"--size", "1920x1080"}, "--size: \"1920x1080\" is not a whole number");
  refused({"--size", "99999999999999999999"}, "--size: \"99999999999999999999\" is not in [16,8192]");
  refused({"--threads", "257"}, "--threads: \"257\" is not in [0,256]");
  refused({"--frames", "0"}, "--frames: \"0\" is not in [2,36000]");
  refused({"--turntable", "-3"}, "--turntable: \"-3\" is not in [2,36000]");
  refused({"--fps", "10"}, "--fps is for a motion: give --frames N or --turntable N too");
  refused({"--camera", file("none.json")}, "none.json");
  refused({"--fps", "0"}, "--fps: \"0\" is not in [1,120]");
  refused({"--frames", "5"}, "q.png: is for a still picture");
  refused({"--back"}, "--frames");
  refused({"--frames", "5", "--turntable", "5"}, "--frames");
  keep("c.json", R"({"distance_cm": -1})");
  refused({"--camera", file("c.json")}, "c.json: camera distance_cm -1 is not in [1,100000]");
  keep("c.json", "{}");
  refused({"--camera", file("c.json"), "--view", "left"}, "--view");
  expect_refused(render("q.webp", {"--frames", "1"}), "--frames: \"1\" is not in [2,36000]");
  expect_refused(render("q.mp4", {}), "give --frames N or --turntable N");
  expect_refused(render("q_%d.png", {}), "give --frames N or --turntable N");
  expect_refused(render("q_%s.png", {"--frames", "3"}), "expected one %d");
  expect_refused(emo3d({"generate", "joy", "--light", "rim", "-o", file("a.json")}), "--light is for pictures");
}

TEST_F(Pictures, WebpIsAStillPictureOrAMotion) {
  ASSERT_EQ(render("s.webp", {}).exit_code, 0);
  const std::string still = read_file(file("s.webp"));
  const image::Image png = picture({});
  image::Image decoded(64, 64);
  ASSERT_NE(WebPDecodeRGBInto(reinterpret_cast<const std::uint8_t*>(still.data()), still.size(), decoded.bytes().data(),
                              decoded.bytes().size(), 192),
            nullptr);
  EXPECT_EQ(decoded, png);

  ASSERT_EQ(render("m.webp", {"--frames", "5", "--back", "--fps", "8"}).exit_code, 0);
  const WebpFrames motion = frames_of(read_file(file("m.webp")));
  EXPECT_EQ(motion.width, 64);
  EXPECT_EQ(motion.durations_ms, std::vector<int>(9, 125));
  ASSERT_EQ(render("t.webp", {"--turntable", "6"}).exit_code, 0);
  EXPECT_EQ(frames_of(read_file(file("t.webp"))).durations_ms, (std::vector<int>{33, 34, 33, 33, 34, 33}));
}

TEST_F(Pictures, PngSequences) {
  ASSERT_EQ(render("f_%03d.png", {"--frames", "3"}).exit_code, 0);
  ASSERT_EQ(emo3d({"generate", "joy", "-o", file("turn/"), "--turntable", "2", "--size", "64"}).exit_code, 0);
  ASSERT_EQ(render("turn2/", {"--turntable", "2"}).exit_code, 0);
  EXPECT_EQ(names(), (std::set<std::string>{"e.json", "f_001.png", "f_002.png", "f_003.png", "turn", "turn2"}));
  EXPECT_EQ(image::read_png(file("f_003.png")), picture({}));
  EXPECT_EQ(image::read_png(file("turn2/0001.png")), picture({"--yaw", "0"}));
  EXPECT_EQ(image::read_png(file("turn2/0002.png")), picture({"--yaw", "180"}));
}

TEST_F(Pictures, Mp4HasItsFramesSizeAndRate) {
  if (!testing::ffmpeg_is_here()) {
    if (std::getenv("EMO3D_REQUIRE_GOLDEN") != nullptr) FAIL() << "ffmpeg is not installed";
    GTEST_SKIP() << "ffmpeg is not installed";
  }
  const ProcessResult result = render("m.mp4", {"--frames", "6", "--fps", "12", "--size", "66"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  const ProcessResult probe = testing::run_process(
      {"/bin/sh", "-c",
       "ffprobe -v error -count_frames -select_streams v:0 -show_entries "
       "stream=codec_name,width,height,pix_fmt,color_space,r_frame_rate,nb_read_frames -of json '" +
           file("m.mp4") + "'"});
  const Json stream = parse_json(probe.out, "ffprobe").at("streams").at(0);
  EXPECT_EQ(stream.at("codec_name"), "h264");
  EXPECT_EQ(stream.at("width"), 66);
  EXPECT_EQ(stream.at("height"), 66);
  EXPECT_EQ(stream.at("pix_fmt"), "yuv420p");
  EXPECT_EQ(stream.at("color_space"), "bt709");
  EXPECT_EQ(stream.at("r_frame_rate"), "12/1");
  EXPECT_EQ(stream.at("nb_read_frames"), "6");
  EXPECT_EQ(names(), (std::set<std::string>{"e.json", "m.mp4"}));

  // The last frame is the picture that a PNG has, but for what video coding loses.
  ASSERT_EQ(testing::run_process(
                {"/bin/sh", "-c",
                 "ffmpeg -v error -sseof -1 -i '" + file("m.mp4") + "' -update 1 '" + file("last.png") + "'"})
                .exit_code,
            0);
  const image::Image last = image::read_png(file("last.png")), expected = picture({"--size", "66"});
  double difference = 0;
  for (std::size_t i = 0; i < expected.bytes().size(); ++i)
    difference += std::abs(int{last.bytes()[i]} - int{expected.bytes()[i]});
  EXPECT_LT(difference / static_cast<double>(expected.bytes().size()), 3);
}

TEST_F(Pictures, Mp4WithoutFfmpegNamesThePackage) {
  const ProcessResult result = emo3d({"render", file("e.json"), "-o", file("m.mp4"), "--frames", "3", "--size", "64"},
                                     {.standard_input = "", .environment = {{"PATH", folder_.path().string()}}});
  expect_refused(result, "Debian package ffmpeg");
}

TEST_F(Pictures, WhatFfmpegSaysIsReported) {
  const auto with_ffmpeg = [&](const std::string& script, const std::string& before = "") {
    keep("ffmpeg", "#!/bin/sh\n" + script + "\n");
    fs::permissions(file("ffmpeg"), fs::perms::owner_all);
    return testing::run_process({"/bin/sh", "-c",
                                 before + "exec " + std::string(EMO3D_PROGRAM) + " render " + file("e.json") + " -o " +
                                     file("m.mp4") + " --frames 2 --size 64"},
                                {.environment = {{"PATH", folder_.path().string()}}});
  };
  expect_refused(with_ffmpeg("echo 'no such encoder' >&2; exit 3"), "ffmpeg: no such encoder");
  expect_refused(with_ffmpeg("exit 3"), "ffmpeg: ended with exit code 3");
  expect_refused(with_ffmpeg("kill -9 $$"), "ffmpeg: ended by a signal");
  expect_refused(with_ffmpeg("/bin/cat >/dev/null; exit 3", "trap '' CHLD; "), "ffmpeg: ended with exit code 3");
}

TEST_F(Pictures, AnInterruptedRunLeavesNothing) {
  for (const char* name : {"m.webp", "f_%d.png", "f/", "m.mp4"}) {
    if (std::string(name) == "m.mp4" && !testing::ffmpeg_is_here()) continue;
    // Ctrl-C comes once the program itself, no longer the shell that starts it, catches it (the bit of SIGINT in
    // SigCgt), however slow its start is.
    const ProcessResult result =
        testing::run_process({"/bin/sh", "-c",
                              "(until grep -q '^Name:.*emo3d$' /proc/$$/status && "
                              "grep -q '^SigCgt:.*[2367abef]$' /proc/$$/status; do sleep 0.05; done; kill -INT $$) & "
                              "exec " +
                                  std::string(EMO3D_PROGRAM) + " render " + file("e.json") + " -o " + file(name) +
                                  " --turntable 36000 --size 64"});
    EXPECT_EQ(result.exit_code, 130) << name << ": " << result.err;
    EXPECT_EQ(result.err, "emo3d: interrupted; no unfinished file was left\n") << name;
    EXPECT_EQ(names(), std::set<std::string>{"e.json"}) << name;
  }
}

TEST_F(Pictures, SignalsThatWereIgnoredStayIgnored) {
  const ProcessResult result =
      testing::run_process({"/bin/sh", "-c",
                            "trap '' HUP; " + std::string(EMO3D_PROGRAM) + " render " + file("e.json") + " -o " +
                                file("m.webp") + " --turntable 40 --size 128 & sleep 0.3; kill -HUP $!; wait $!"});
  EXPECT_EQ(result.exit_code, 0) << result.err;
  EXPECT_TRUE(fs::exists(file("m.webp")));
}

TEST_F(Pictures, AFileAboveItsLimitLeavesNothing) {
  const ProcessResult result = testing::run_process({"/bin/sh", "-c",
                                                     "ulimit -f 8; exec " + std::string(EMO3D_PROGRAM) + " render " +
                                                         file("e.json") + " -o " + file("p.png") + " --size 128"});
  expect_refused(result, "p.png: cannot write: File too large");
}

TEST_F(Pictures, RenderReadsStandardInput) {
  const ProcessResult result =
      emo3d({"render", "-", "-o", file("q.png"), "--size", "64"}, {.standard_input = kJoy, .environment = {}});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(image::read_png(file("q.png")), picture({}));
  fs::remove(file("q.png"));
  fs::remove(file("p.png"));
  expect_refused(emo3d({"render", "-", "-o", file("q.png")}, {.standard_input = "{", .environment = {}}),
                 "standard input: malformed JSON");
}

TEST_F(Pictures, GenerateWritesMotionsBesideOtherFiles) {
  const ProcessResult result = emo3d({"generate", "beaming with joy", "-o", file("j.webp"), "-o", file("j.json"),
                                      "--frames", "4", "--size", "64", "--light", "sunset"});
  ASSERT_EQ(result.exit_code, 0) << result.err;
  EXPECT_EQ(frames_of(read_file(file("j.webp"))).durations_ms.size(), 4u);
  EXPECT_TRUE(fs::exists(file("j.json")));
}

}  // namespace
}  // namespace emo3d
