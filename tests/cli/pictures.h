#pragma once

#include <gtest/gtest.h>
#include <webp/demux.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "emo3d/image/png.h"
#include "tests/cli/cli.h"

namespace emo3d::testing {

inline constexpr const char* kJoy = R"({"mouthSmileLeft": 0.8, "mouthSmileRight": 0.8, "jawOpen": 0.4})";

/// Runs `render` with small pictures.
class Pictures : public Cli {
 protected:
  Pictures() { keep("e.json", kJoy); }
  /// `emo3d render e.json -o NAME --size 64` with more options.
  [[nodiscard]] ProcessResult render(const std::string& name, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"render", file("e.json"), "-o", file(name)};
    if (std::ranges::find(more, "--size") == more.end()) arguments.insert(arguments.end(), {"--size", "64"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return emo3d(arguments);
  }
  /// The picture that render() writes with these options.
  [[nodiscard]] image::Image picture(const std::vector<std::string>& more) const {
    const ProcessResult result = render("p.png", more);
    EXPECT_EQ(result.exit_code, 0) << result.err;
    return image::read_png(file("p.png"));
  }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> result;
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path()))
      result.insert(entry.path().filename().string());
    return result;
  }
};

struct WebpFrames {
  int width = 0;
  std::vector<int> durations_ms;
};

inline WebpFrames frames_of(const std::string& bytes) {
  const WebPData data{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  WebPDemuxer* demuxer = WebPDemux(&data);
  WebpFrames frames;
  if (demuxer == nullptr) return frames;
  frames.width = static_cast<int>(WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH));
  WebPIterator frame;
  if (WebPDemuxGetFrame(demuxer, 1, &frame) != 0) {
    do frames.durations_ms.push_back(frame.duration);
    while (WebPDemuxNextFrame(&frame) != 0);
    WebPDemuxReleaseIterator(&frame);
  }
  WebPDemuxDelete(demuxer);
  return frames;
}

}  // namespace emo3d::testing
