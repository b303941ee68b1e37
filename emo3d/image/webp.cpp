#include "emo3d/image/webp.h"

#include <webp/decode.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "emo3d/base/error.h"

namespace emo3d::image {
namespace {

constexpr float kQuality = 90;
/// Of libwebp's 0 (fast) to 6 (small; its default is 4): frames are many, and drawing one takes milliseconds.
constexpr int kMethod = 2;

void check_side(const char* side, int pixels) {
  check(pixels <= kMaxWebpSide, ErrorCode::kInvalidArgument, "WebP: {} {} is above {}", side, pixels, kMaxWebpSide);
}

WebPConfig make_config() {
  WebPConfig config;
  check(WebPConfigPreset(&config, WEBP_PRESET_PICTURE, kQuality) != 0, ErrorCode::kUnavailable,
        "WebP: libwebp cannot be initialised");
  config.method = kMethod;
  return config;
}

/// libwebp's own copy of a picture, freed with the object.
class Picture {
 public:
  explicit Picture(const Image& image) {
    check(WebPPictureInit(&picture_) != 0, ErrorCode::kUnavailable, "WebP: libwebp cannot be initialised");
    picture_.use_argb = 1;
    picture_.width = image.width();
    picture_.height = image.height();
    const int stride = image.width() * image.channels();
    const int copied = image.format() == Format::kRgba ? WebPPictureImportRGBA(&picture_, image.bytes().data(), stride)
                                                       : WebPPictureImportRGB(&picture_, image.bytes().data(), stride);
    check(copied != 0, ErrorCode::kIo, "WebP: out of memory for {} x {} pixels", image.width(), image.height());
  }
  Picture(const Picture&) = delete;
  Picture& operator=(const Picture&) = delete;
  ~Picture() { WebPPictureFree(&picture_); }
  [[nodiscard]] WebPPicture* get() { return &picture_; }

 private:
  WebPPicture picture_{};
};

}  // namespace

std::string encode_webp(const Image& image) {
  check_side("width", image.width());
  check_side("height", image.height());
  WebPConfig config = make_config();
  config.lossless = 1;
  Picture picture(image);
  WebPMemoryWriter writer;
  WebPMemoryWriterInit(&writer);
  const std::unique_ptr<WebPMemoryWriter, void (*)(WebPMemoryWriter*)> owner(&writer, WebPMemoryWriterClear);
  picture.get()->writer = WebPMemoryWrite;
  picture.get()->custom_ptr = &writer;
  check(WebPEncode(&config, picture.get()) != 0, ErrorCode::kIo, "WebP: cannot encode, libwebp's error {}",
        static_cast<int>(picture.get()->error_code));
  return {reinterpret_cast<const char*>(writer.mem), writer.size};
}

Image decode_webp(std::string_view bytes, std::string_view source) {
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  WebPBitstreamFeatures features;
  check(WebPGetFeatures(data, bytes.size(), &features) == VP8_STATUS_OK, ErrorCode::kInvalidData,
        "{}: not a valid WebP", source);
  check(features.has_animation == 0, ErrorCode::kInvalidData, "{}: an animated WebP; expected a still picture", source);
  const auto width = static_cast<std::size_t>(features.width), height = static_cast<std::size_t>(features.height);
  check(width >= 1 && height >= 1 && width * height <= kMaxPixels, ErrorCode::kInvalidData,
        "{}: WebP of {} x {} is more than {} pixels", source, width, height, kMaxPixels);
  const bool has_alpha = features.has_alpha != 0;
  Image image(features.width, features.height, has_alpha ? Format::kRgba : Format::kRgb);
  const int stride = image.width() * image.channels();
  const auto decode = has_alpha ? WebPDecodeRGBAInto : WebPDecodeRGBInto;
  check(decode(data, bytes.size(), image.bytes().data(), image.bytes().size(), stride) != nullptr,
        ErrorCode::kInvalidData, "{}: not a valid WebP: damaged or cut off", source);
  return image;
}

struct WebpAnimation::State {
  int width;
  int height;
  WebPConfig config;
  std::unique_ptr<WebPAnimEncoder, void (*)(WebPAnimEncoder*)> encoder;
};

WebpAnimation::WebpAnimation(int width, int height) {
  check_side("width", width);
  check_side("height", height);
  WebPAnimEncoderOptions options;
  check(WebPAnimEncoderOptionsInit(&options) != 0, ErrorCode::kUnavailable, "WebP: libwebp cannot be initialised");
  options.anim_params.loop_count = 0;  // for ever
  state_ = std::make_unique<State>(
      State{width, height, make_config(), {WebPAnimEncoderNew(width, height, &options), WebPAnimEncoderDelete}});
  check(state_->encoder != nullptr, ErrorCode::kInvalidArgument, "WebP: cannot start an animation of {} x {} pixels",
        width, height);
}

WebpAnimation::~WebpAnimation() = default;

void WebpAnimation::add(const Image& frame, int start_ms) {
  check(frame.width() == state_->width && frame.height() == state_->height, ErrorCode::kInvalidArgument,
        "WebP: a frame of {} x {} pixels in an animation of {} x {}", frame.width(), frame.height(), state_->width,
        state_->height);
  Picture picture(frame);
  check(WebPAnimEncoderAdd(state_->encoder.get(), picture.get(), start_ms, &state_->config) != 0, ErrorCode::kIo,
        "WebP: cannot encode: {}", WebPAnimEncoderGetError(state_->encoder.get()));
}

std::string WebpAnimation::finish(int end_ms) {
  WebPData data{};
  const std::unique_ptr<WebPData, void (*)(WebPData*)> owner(&data, WebPDataClear);
  check(WebPAnimEncoderAdd(state_->encoder.get(), nullptr, end_ms, nullptr) != 0 &&
            WebPAnimEncoderAssemble(state_->encoder.get(), &data) != 0,
        ErrorCode::kIo, "WebP: cannot encode: {}", WebPAnimEncoderGetError(state_->encoder.get()));
  return {reinterpret_cast<const char*>(data.bytes), data.size};
}

}  // namespace emo3d::image
