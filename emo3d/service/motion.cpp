#include "emo3d/service/motion.h"

#include <algorithm>

#include "emo3d/base/error.h"

namespace emo3d::service {
namespace {

void check_count(const char* option, int count) {
  check(count == 0 || (count >= 2 && count <= kMaxFrames), ErrorCode::kInvalidArgument, "{} {} is not in [2,{}]",
        option, count, kMaxFrames);
}

std::vector<MotionFrame> turn(const face::Expression& expression, CameraOptions options, int count) {
  if (!options.view && !options.custom && !options.yaw_deg) options.yaw_deg = 0.0f;  // around the head, not the face
  const render::Camera start = camera_of(options);
  std::vector<MotionFrame> frames;
  for (int i = 0; i < count; ++i) {
    frames.push_back({expression, start});
    frames.back().camera.yaw_deg += 360.0f * static_cast<float>(i) / static_cast<float>(count);
  }
  return frames;
}

std::vector<MotionFrame> rise(const face::Expression& expression, const render::Camera& camera, int count) {
  std::vector<MotionFrame> frames;
  for (int i = 0; i < count; ++i) {
    const float t = static_cast<float>(i) / static_cast<float>(count - 1);
    frames.push_back({face::blend({}, expression, t * t * (3.0f - 2.0f * t)), camera});
  }
  return frames;
}

}  // namespace

void check_motion(const MotionOptions& options) {
  check_count("turntable", options.turntable);
  check_count("frames", options.frames);
  check(options.turntable == 0 || options.frames == 0, ErrorCode::kInvalidArgument,
        "turntable and frames exclude each other");
  check(!options.back || options.frames > 0, ErrorCode::kInvalidArgument, "back needs frames");
  check(options.fps >= 1 && options.fps <= kMaxFps, ErrorCode::kInvalidArgument, "fps {} is not in [1,{}]", options.fps,
        kMaxFps);
}

std::size_t frame_count(const MotionOptions& options) {
  if (options.turntable > 0) return static_cast<std::size_t>(options.turntable);
  const auto frames = static_cast<std::size_t>(std::max(options.frames, 1));
  return options.back ? 2 * frames - 1 : frames;
}

std::vector<MotionFrame> motion_frames(const face::Expression& expression, const CameraOptions& camera,
                                       const MotionOptions& options) {
  check_motion(options);
  if (options.turntable > 0) return turn(expression, camera, options.turntable);
  if (options.is_still()) return {{expression, camera_of(camera)}};
  std::vector<MotionFrame> frames = rise(expression, camera_of(camera), options.frames);
  if (options.back)
    for (int i = options.frames - 2; i >= 0; --i) frames.push_back(frames[static_cast<std::size_t>(i)]);
  return frames;
}

}  // namespace emo3d::service
