#include "emo3d/service/picture_sinks.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>
#include <utility>
#include <vector>

#include "emo3d/base/atomic_folder.h"
#include "emo3d/base/error.h"
#include "emo3d/base/file.h"
#include "emo3d/base/parallel.h"
#include "emo3d/image/png.h"
#include "emo3d/image/webp.h"
#include "emo3d/service/ffmpeg.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

const NumberedName kFolderName{.before = "", .digits = 4, .after = ".png"};

/// When frame `index` starts.
int start_ms(std::size_t index, int fps) {
  const auto rate = static_cast<std::size_t>(fps);
  return static_cast<int>((index * 1000 + rate / 2) / rate);
}

class Still final : public PictureSink {
 public:
  explicit Still(const fs::path& path) : is_webp_(extension_of(path) == ".webp"), file_(path) {}
  void add(std::span<const image::Image> pictures) override {
    for (const image::Image& picture : pictures)
      file_.append(is_webp_ ? image::encode_webp(picture) : image::encode_png(picture));
  }
  void commit() override { file_.commit(); }

 private:
  bool is_webp_;
  AtomicFile file_;
};

/// Frames in a folder of their own, which appears when complete.
class PngFolder final : public PictureSink {
 public:
  PngFolder(const fs::path& folder, unsigned threads) : folder_(folder), threads_(threads) {}
  void add(std::span<const image::Image> pictures) override {
    parallel_for(pictures.size(), threads_,
                 [&](std::size_t i) { folder_.write(kFolderName.at(count_ + i + 1), image::encode_png(pictures[i])); });
    count_ += pictures.size();
  }
  void commit() override { folder_.commit(); }

 private:
  AtomicFolder folder_;
  unsigned threads_;
  std::size_t count_ = 0;
};

/// Frames among other files.
class PngSequence final : public PictureSink {
 public:
  PngSequence(fs::path folder, NumberedName name, unsigned threads)
      : folder_(std::move(folder)), name_(std::move(name)), threads_(threads), staged_(".emo3d-", folder_) {}

  void add(std::span<const image::Image> pictures) override {
    parallel_for(pictures.size(), threads_, [&](std::size_t i) {
      write_file(staged_.path() / name_.at(count_ + i + 1), image::encode_png(pictures[i]));
    });
    count_ += pictures.size();
  }
  void commit() override {
    check_sequence(folder_, name_, count_);
    for (std::size_t i = 1; i <= count_; ++i) {
      std::error_code error;
      fs::rename(staged_.path() / name_.at(i), folder_ / name_.at(i), error);
      check(!error, ErrorCode::kIo, "{}: cannot write: {}", (folder_ / name_.at(i)).string(), error.message());
    }
  }

 private:
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
  Mp4(const fs::path& path, int size_px, int fps)
      : file_(path), video_(file_.temporary_path(), size_px, size_px, fps) {}
  void add(std::span<const image::Image> pictures) override {
    for (const image::Image& picture : pictures) video_.add(picture);
  }
  void commit() override {
    video_.finish();
    file_.commit();
  }

 private:
  AtomicFile file_;
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

bool asks_for_numbers(std::string_view name) {
  const std::size_t start = name.find('%');
  if (start == std::string_view::npos) return false;
  const std::size_t end = name.find_first_not_of("0123456789", start + 1);
  return end != std::string_view::npos && name[end] == 'd';
}

std::unique_ptr<PictureSink> still_sink(const fs::path& path) { return std::make_unique<Still>(path); }

std::optional<std::size_t> NumberedName::number_of(std::string_view name) const {
  if (!name.starts_with(before) || !name.ends_with(after) || name.size() < before.size() + after.size() + digits)
    return std::nullopt;
  const std::string_view middle = name.substr(before.size(), name.size() - before.size() - after.size());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(middle.data(), middle.data() + middle.size(), number);
  if (error != std::errc() || end != middle.data() + middle.size() || at(number) != name) return std::nullopt;
  return number;
}

void check_sequence(const fs::path& folder, const NumberedName& name, std::size_t count) {
  (void)writable_path(folder / name.at(1));
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::optional<std::size_t> number = name.number_of(entry->path().filename().string());
    if (!number) continue;
    check(*number >= 1 && *number <= count, ErrorCode::kIo,
          "{}: is left of another sequence, which has more than {} pictures; remove it first", entry->path().string(),
          count);
    check(fs::is_regular_file(entry->symlink_status(error)), ErrorCode::kIo, "{}: cannot write: not a regular file",
          entry->path().string());
  }
  check(!error, ErrorCode::kIo, "{}: cannot read: {}", folder.string(), error.message());
}

std::unique_ptr<PictureSink> png_folder_sink(const fs::path& folder, unsigned threads) {
  return std::make_unique<PngFolder>(folder, threads);
}

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
