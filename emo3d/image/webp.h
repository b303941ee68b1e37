#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "emo3d/image/image.h"

namespace emo3d::image {

/// Largest width and height of a WebP picture, in pixels.
inline constexpr int kMaxWebpSide = 16383;

/// `image` as the bytes of a lossless WebP file. \throws Error kInvalidArgument for a side above kMaxWebpSide.
[[nodiscard]] std::string encode_webp(const Image& image);

/// Reads untrusted bytes of a still WebP as RGB, or RGBA where it has transparency, through libwebp; profiles and
/// orientation are ignored. `source` starts the error message. \throws Error kInvalidData for an animation and for
/// anything but a whole, valid WebP within the limits of Image; its size is checked before memory is taken.
[[nodiscard]] Image decode_webp(std::string_view bytes, std::string_view source);

/// An animated WebP in the making, lossy (quality 90) with lossless alpha, that plays again and again.
class WebpAnimation {
 public:
  /// For frames of this size. \throws Error kInvalidArgument for a side above kMaxWebpSide.
  WebpAnimation(int width, int height);
  WebpAnimation(const WebpAnimation&) = delete;
  WebpAnimation& operator=(const WebpAnimation&) = delete;
  ~WebpAnimation();

  /// Shows `frame` from `start_ms` on, which is above the start of the frame before.
  /// \throws Error kInvalidArgument for a frame of another size.
  void add(const Image& frame, int start_ms);
  /// The file; its last frame ends at `end_ms`. \pre at least one frame
  [[nodiscard]] std::string finish(int end_ms);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace emo3d::image
