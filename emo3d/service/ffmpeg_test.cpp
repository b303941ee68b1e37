#include "emo3d/service/ffmpeg.h"

#include <gtest/gtest.h>

#include "tests/support/errors.h"
#include "tests/support/process.h"

namespace emo3d::service {
namespace {

using testing::error_message;

TEST(FfmpegVideo, RefusesWhatH264DoesNotKnow) {
  const TemporaryDirectory folder;
  for (const auto& size : {std::pair(33, 32), {32, 33}})
    EXPECT_NE(
        error_message([&] { FfmpegVideo video(folder.path() / "v.mp4", size.first, size.second, 25); }).find("is odd"),
        std::string::npos);
}

class RunningFfmpeg : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::ffmpeg_is_here()) GTEST_SKIP() << "ffmpeg is not installed";
  }
  TemporaryDirectory folder_;
};

TEST_F(RunningFfmpeg, WritesAPathThatReadsLikeAnAddress) {
  const std::filesystem::path path = folder_.path() / "a:b %d.mp4";
  FfmpegVideo video(path, 32, 32, 25);
  for (int i = 0; i < 3; ++i) video.add(image::Image(32, 32));
  video.finish();
  EXPECT_NE(read_file(path).find("ftyp"), std::string::npos);
}

TEST_F(RunningFfmpeg, RefusesFramesOfAnotherKind) {
  FfmpegVideo video(folder_.path() / "v.mp4", 32, 32, 25);
  for (const image::Image& frame : {image::Image(34, 32), image::Image(32, 32, image::Format::kRgba)})
    EXPECT_EQ(error_message([&] { video.add(frame); }), "MP4: a frame is not 32 x 32 pixels of RGB");
}

TEST_F(RunningFfmpeg, ReportsWhatItSays) {
  FfmpegVideo video(folder_.path() / "none" / "v.mp4", 32, 32, 25);
  EXPECT_NE(error_message([&] {
              for (int i = 0; i < 100; ++i) video.add(image::Image(32, 32));
              video.finish();
            }).find("ffmpeg: "),
            std::string::npos);
}

}  // namespace
}  // namespace emo3d::service
