#include "emo3d/service/extract_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/file.h"

namespace emo3d::service {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kFormat = "emo3d-extract-part";
/// Faces with their landmarks take 20 KB each; a line beyond this is not one of this program's.
constexpr std::size_t kMaxLine = std::size_t{1} << 26;

OrderedJson header_of(const OrderedJson& settings) {
  return {{"format", kFormat}, {"version", 1}, {"settings", settings}};
}

std::string line_of(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

/// The first setting that differs, with both values: "faces 2, this one has 4"; empty where none does.
std::string change_of(const Json& before, const Json& now) {
  for (const auto& [key, value] : now.items()) {
    const Json old = before.is_object() && before.contains(key) ? before[key] : Json();
    const auto text = [](const Json& v) { return v.is_string() ? v.get<std::string>() : v.dump(); };
    if (old != value) return fmt::format("{} {}, this one has {}", key, text(old), text(value));
  }
  return {};
}

}  // namespace

fs::path ExtractJournal::path_for(const fs::path& output) { return output.string() + ".part"; }

ExtractJournal::ExtractJournal(const fs::path& path, const OrderedJson& settings, bool resume)
    : path_(writable_path(path)) {
  fd_ = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (fd_ < 0) give_up("write");
  try {
    check(::flock(fd_, LOCK_EX | LOCK_NB) == 0, ErrorCode::kIo, "{}: another process is writing it", path_.string());
    struct stat info {};
    if (::fstat(fd_, &info) != 0 || !S_ISREG(info.st_mode)) give_up("write");
    check(info.st_size == 0 || resume, ErrorCode::kInvalidArgument,
          "{}: is what an unfinished run left; add --resume to go on from it, or remove it", path_.string());
    if (info.st_size == 0)
      start(settings);
    else
      read(settings);
  } catch (...) {
    ::close(fd_);
    throw;
  }
}

ExtractJournal::~ExtractJournal() {
  if (fd_ >= 0) ::close(fd_);
}

void ExtractJournal::give_up(const char* action) const {
  fail(ErrorCode::kIo, "{}: cannot {}: {}", path_.string(), action, std::generic_category().message(errno));
}

void ExtractJournal::start(const OrderedJson& settings) { write(line_of(header_of(settings))); }

void ExtractJournal::read(const OrderedJson& settings) {
  std::ifstream file(path_, std::ios::binary);
  std::string line;
  const auto next = [&] {  // without the line's end; false at a line that was cut off, too
    line.clear();
    return std::getline(file, line) && !file.eof() && line.size() <= kMaxLine;
  };
  const bool has_header = next();
  const Json header = has_header ? Json::parse(line, nullptr, false) : Json();
  check(header.is_object() && header.value("format", "") == kFormat, ErrorCode::kInvalidData,
        "{}: not what an unfinished run leaves; remove it", path_.string());
  const std::string change = change_of(header.value("settings", Json::object()), Json(settings));
  check(change.empty(), ErrorCode::kInvalidArgument, "{}: the unfinished run had {}; give the same, or remove it",
        path_.string(), change);
  check(header == Json(header_of(settings)), ErrorCode::kInvalidData,
        "{}: not what an unfinished run leaves; remove it", path_.string());
  end_ = line.size() + 1;
  while (next()) {
    const Json photo = Json::parse(line, nullptr, false);
    if (!photo.is_object() || !photo.contains("image") || !photo["image"].is_string()) break;
    places_[photo["image"].get<std::string>()] = {.offset = end_, .bytes = line.size() + 1};
    end_ += line.size() + 1;
  }
  if (::ftruncate(fd_, static_cast<off_t>(end_)) != 0) give_up("shorten");
}

void ExtractJournal::write(const std::string& line) {
  for (std::size_t done = 0; done < line.size();) {
    const ssize_t n = ::pwrite(fd_, line.data() + done, line.size() - done, static_cast<off_t>(end_ + done));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) give_up("write");
    done += static_cast<std::size_t>(n);
  }
  end_ += line.size();
}

void ExtractJournal::append(const std::string& image, std::span<const OrderedJson> rows) {
  const std::string line = line_of({{"image", image}, {"rows", std::vector<OrderedJson>(rows.begin(), rows.end())}});
  const Place place{.offset = end_, .bytes = line.size()};
  write(line);
  places_[image] = place;
}

std::string ExtractJournal::bytes_at(const Place& place) const {
  std::string bytes(place.bytes, '\0');
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t n = ::pread(fd_, bytes.data() + done, bytes.size() - done, static_cast<off_t>(place.offset + done));
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) give_up("read");
    done += static_cast<std::size_t>(n);
  }
  return bytes;
}

std::vector<OrderedJson> ExtractJournal::rows_of(const std::string& image) const {
  const OrderedJson photo = OrderedJson::parse(bytes_at(places_.at(image)), nullptr, false);
  check(photo.is_object() && photo.contains("rows") && photo["rows"].is_array(), ErrorCode::kInvalidData,
        "{}: the rows of {} are damaged; remove the file", path_.string(), quote(image));
  return photo["rows"].get<std::vector<OrderedJson>>();
}

void ExtractJournal::remove() {
  std::error_code ignored;
  fs::remove(path_, ignored);
  ::close(std::exchange(fd_, -1));
}

}  // namespace emo3d::service
