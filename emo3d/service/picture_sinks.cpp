#include "emo3d/service/picture_sinks.h"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>
#include <vector>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"
#include "emo3d/service/ffmpeg.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

/// When frame `index` starts.
int start_ms(std::size_t index, int fps) {
  const auto rate = static_cast<std::size_t>(fps);
  return static_cast<int>((index * 1000 + rate / 2) / rate);
}

void rename_file(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::rename(from, to, error);
  check(!error, ErrorCode::kIo, "{}: cannot write: {}", to.string(), error.message());
}

fs::path folder_of(const fs::path& path) { return path.has_parent_path() ? path.parent_path() : fs::path("."); }

class Still final : public PictureSink {
 public:
  explicit Still(const fs::path& path) : is_webp_(path.extension() == ".webp"), file_(path) {}
  void add(std::span<const image::Image> pictures) override {
    for (const image::Image& picture : pictures)
      file_.append(is_webp_ ? image::encode_webp(picture) : image::encode_png(picture));
  }
  void commit() override { file_.commit(); }

 private:
  bool is_webp_;
  AtomicFile file_;
};

class PngSequence final : public PictureSink {
 public:
  PngSequence(const fs::path& folder, NumberedName name, unsigned threads)
      : folder_(folder), name_(std::move(name)), threads_(threads), staged_(".emo3d-", made(folder)) {}

  void add(std::span<const image::Image> pictures) override {
    parallel_for(pictures.size(), threads_, [&](std::size_t i) {
      write_file(staged_.path() / name_.at(count_ + i + 1), image::encode_png(pictures[i]));
    });
    count_ += pictures.size();
  }
  void commit() override {
    for (std::size_t i = 1; i <= count_; ++i) rename_file(staged_.path() / name_.at(i), folder_ / name_.at(i));
  }

 private:
  static const fs::path& made(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    check(!error, ErrorCode::kIo, "{}: cannot make this folder: {}", folder.string(), error.message());
    return folder;
  }

  fs::path folder_;
  NumberedName name_;
  unsigned threads_;
  std::size_t count_ = 0;
  TemporaryDirectory staged_;
};

class Webp final : public PictureSink {
 public:
  Webp(const fs::path& path, int size_px, int fps) : file_(path), animation_(size_px, size_px), fps_(fps) {}
  void add(std::span<const image::Image> pictures) override {
    for (const image::Image& picture : pictures) animation_.add(picture, start_ms(count_++, fps_));
  }
  void commit() override {
    file_.append(animation_.finish(start_ms(count_, fps_)));
    file_.commit();
  }

 private:
  AtomicFile file_;
  image::WebpAnimation animation_;
  int fps_;
  std::size_t count_ = 0;
};

class Mp4 final : public PictureSink {
 public:
  Mp4(fs::path path, int size_px, int fps)
      : path_(std::move(path)),
        staged_(".emo3d-", folder_of(path_)),
        video_(staged_.path() / "video.mp4", size_px, size_px, fps) {}
  void add(std::span<const image::Image> pictures) override {
    for (const image::Image& picture : pictures) video_.add(picture);
  }
  void commit() override {
    video_.finish();
    rename_file(staged_.path() / "video.mp4", path_);
  }

 private:
  fs::path path_;
  TemporaryDirectory staged_;
  FfmpegVideo video_;
};

}  // namespace

std::string NumberedName::at(std::size_t number) const {
  return fmt::format("{}{:0{}}{}", before, number, digits, after);
}

std::optional<NumberedName> numbered_name(const std::string& name) {
  const std::size_t start = name.find('%');
  if (start == std::string::npos) return std::nullopt;
  NumberedName result{.before = name.substr(0, start), .after = {}};
  std::size_t next = start + 1;
  if (next + 1 < name.size() && name[next] == '0' && name[next + 1] >= '1' && name[next + 1] <= '9') {
    result.digits = static_cast<std::size_t>(name[next + 1] - '0');
    next += 2;
  }
  check(next < name.size() && name[next] == 'd' && name.find('%', next) == std::string::npos,
        ErrorCode::kInvalidArgument, "{}: expected one %d, or %01d to %09d, for the number of a frame", quote(name));
  result.after = name.substr(next + 1);
  return result;
}

std::unique_ptr<PictureSink> still_sink(const fs::path& path) { return std::make_unique<Still>(path); }

std::unique_ptr<PictureSink> png_sequence_sink(const fs::path& folder, NumberedName name, unsigned threads) {
  return std::make_unique<PngSequence>(folder, std::move(name), threads);
}

std::unique_ptr<PictureSink> webp_sink(const fs::path& path, int size_px, int fps) {
  return std::make_unique<Webp>(path, size_px, fps);
}

std::unique_ptr<PictureSink> mp4_sink(const fs::path& path, int size_px, int fps) {
  return std::make_unique<Mp4>(path, size_px, fps);
}

}  // namespace emo3d::service
