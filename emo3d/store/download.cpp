#include "emo3d/store/download.h"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <thread>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/store/checksum.h"
#include "emo3d/store/http.h"
#include "emo3d/store/partial_file.h"
#include "emo3d/store/web_address.h"

namespace emo3d::store {
namespace {

using std::chrono::milliseconds;

constexpr std::uint64_t kGain = std::uint64_t{1} << 20;  // a connection that brings so much is worth another try

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string unquoted(std::string text) {
  std::erase(text, '"');
  return text;
}

/// `bytes 100-199/200`; the total is "*" where the server does not know it.
struct ContentRange {
  std::uint64_t first = 0;
  std::optional<std::uint64_t> total;
};

std::optional<ContentRange> read_content_range(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  const std::size_t dash = text.find('-');
  const std::size_t slash = text.find('/');
  if (!text.starts_with(kUnit) || dash == std::string_view::npos || slash == std::string_view::npos)
    return std::nullopt;
  const auto first = number(text.substr(kUnit.size(), dash - kUnit.size()));
  if (!first) return std::nullopt;
  return ContentRange{*first, number(text.substr(slash + 1))};
}

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

bool is_passing(long status) { return status == 408 || status == 429 || (status >= 500 && status != 501); }

/// What an HTTP status means to people.
std::string describe(long status) {
  switch (status) {
    case 401:
    case 403:
      return fmt::format("access refused (HTTP {})", status);
    case 404:
    case 410:
      return fmt::format("not found (HTTP {})", status);
    case 429:
      return "too many requests (HTTP 429)";
    default:
      return fmt::format("{} (HTTP {})", status >= 500 ? "the server failed" : "refused", status);
  }
}

/// Whether a part begun under that statement can be one of the requested file.
bool is_of(const DownloadRequest& request, const HostStatement& statement) {
  return statement.address == request.address && (!request.size || !statement.size || statement.size == request.size);
}

class Download {
 public:
  Download(const DownloadRequest& request, const TransferOptions& options, const TransferWatch& watch)
      : request_(request),
        options_(options),
        watch_(watch),
        name_(request.target.filename().string()),
        part_(request.target) {
    if (part_.statement() && !is_of(request, *part_.statement())) part_.discard();
    is_resumed_ = part_.size() > 0;
  }

  Downloaded run() {
    check_web_address(request_.address);
    for (bool is_second = false;; is_second = true) {
      fetch();
      const std::string sha256 = sha256_of_file(part_.path());
      const std::string fault = content_fault(sha256);
      if (fault.empty()) return finish(sha256);
      part_.discard();
      // Where the part was gone on with, two versions may have been glued together: once more, from the start.
      check(is_resumed_ && !is_second, ErrorCode::kInvalidData, "{}: {}", request_.address, fault);
    }
  }

 private:
  struct Failure {
    ErrorCode code = ErrorCode::kUnavailable;
    std::string reason;
    bool is_passing = false;
    milliseconds wait{};  ///< What the server asks for.
  };

  [[nodiscard]] std::optional<std::uint64_t> total() const {
    return part_.statement() && part_.statement()->size ? part_.statement()->size : request_.size;
  }
  /// Where the whole file is here; without a known size only the end of a connection tells.
  [[nodiscard]] bool has_all() const { return part_.statement() && total() && part_.size() == *total(); }

  void tick() const {
    if (watch_) watch_({.file = name_, .done = part_.size(), .total = total()});
  }

  void fetch() {
    int failures = 0;
    std::uint64_t reached = part_.size();
    milliseconds pause = options_.first_pause;
    while (!has_all()) {
      const std::optional<Failure> failure = attempt();
      if (!failure) return;
      if (part_.size() >= reached + kGain) {
        reached = part_.size();
        failures = 0;
        pause = options_.first_pause;
      }
      if (!failure->is_passing || failures++ >= options_.retries)
        fail(failure->code, "{}: {}", request_.address, failure->reason);
      wait(std::min(std::max(pause, failure->wait), options_.max_pause));
      pause *= 2;
    }
  }

  void wait(milliseconds time) const {
    constexpr milliseconds kStep{100};
    for (; time > milliseconds::zero(); time -= kStep) {
      tick();
      std::this_thread::sleep_for(std::min(time, kStep));
    }
  }

  /// One request with its redirections. Nothing where the file came to its end.
  std::optional<Failure> attempt() {
    std::vector<std::string> range;
    if (part_.size() > 0 && is_continuable()) {
      range.push_back(fmt::format("Range: bytes={}-", part_.size()));
      if (const std::string validator = part_.statement()->validator(); !validator.empty())
        range.push_back("If-Range: " + validator);
    }
    stated_ = {.address = request_.address};
    is_asked_for_rest_ = !range.empty();
    is_changed_ = false;
    std::string address = request_.address;
    for (int hop = 0; hop <= options_.max_redirects; ++hop) {
      std::vector<std::string> headers = range;
      if (origin_of(address) == origin_of(request_.address))
        headers.insert(headers.end(), request_.headers.begin(), request_.headers.end());
      const HttpOutcome outcome = get(address, std::move(headers));
      if (!is_redirect(outcome.head.status) || outcome.redirect.empty()) return judge(outcome);
      check_redirect(address, outcome.redirect);
      address = outcome.redirect;
    }
    return Failure{.reason = fmt::format("more than {} redirections", options_.max_redirects)};
  }

  /// A part may be gone on with where the host can tell that it is of the same file, or a checksum will.
  [[nodiscard]] bool is_continuable() const {
    return request_.sha256 || !part_.statement()->validator().empty() || !part_.statement()->sha256.empty();
  }

  HttpOutcome get(const std::string& address, std::vector<std::string> headers) {
    return http_get({.address = address,
                     .headers = std::move(headers),
                     .connect_timeout = options_.connect_timeout,
                     .stall_timeout = options_.stall_timeout},
                    {.head = [this](const HttpHead& head) { return accept(head); },
                     .content = [this](std::string_view bytes) { take(bytes); },
                     .tick = [this] { tick(); }});
  }

  /// Learns what the host says of the file, in redirections too. True where its contents follow.
  bool accept(const HttpHead& head) {
    if (const std::string sha256 = unquoted(head.field("x-linked-etag")); is_sha256(sha256)) stated_.sha256 = sha256;
    if (const std::string commit = head.field("x-repo-commit"); is_git_name(commit)) {
      stated_.commit = commit;
      if (const std::string blob = unquoted(head.field("etag")); is_git_name(blob)) stated_.git_blob = blob;
    }
    if (const auto size = number(head.field("x-linked-size"))) check_size(*size);
    if (head.status != 200 && head.status != 206) return false;
    const std::string encoding = head.field("content-encoding");
    check(encoding.empty() || encoding == "identity", ErrorCode::kInvalidData,
          "{}: sent as {}, which was not asked for", request_.address, quote(encoding));
    stated_.etag = head.field("etag");
    stated_.last_modified = head.field("last-modified");
    if (head.status == 206) return accept_rest(head);
    stated_.size = number(head.field("content-length"));
    if (stated_.size) check_size(*stated_.size);
    check_space(stated_.size.value_or(0));
    is_resumed_ = false;
    part_.restart(stated_);
    return true;
  }

  bool accept_rest(const HttpHead& head) {
    const auto range = read_content_range(head.field("content-range"));
    is_changed_ = !is_asked_for_rest_ || !range || range->first != part_.size() ||
                  (range->total && total() && range->total != total()) || stated_.etag != part_.statement()->etag ||
                  stated_.sha256 != part_.statement()->sha256;
    if (is_changed_) return false;
    if (total()) check_space(*total() - part_.size());
    is_resumed_ = true;
    return true;
  }

  void check_size(std::uint64_t size) const {
    check(!request_.size || size == *request_.size, ErrorCode::kInvalidData,
          "{}: the host has {} bytes where {} are expected", request_.address, size, request_.size.value_or(0));
    check(size <= request_.max_size, ErrorCode::kInvalidData, "{}: {} bytes are more than the limit of {}",
          request_.address, size, request_.max_size);
  }

  void check_space(std::uint64_t bytes) const {
    std::error_code error;
    const std::filesystem::space_info space = std::filesystem::space(request_.target.parent_path(), error);
    check(error || bytes <= space.available, ErrorCode::kIo, "{}: {:.1f} MB are needed, {:.1f} MB are free",
          request_.target.parent_path().string(), static_cast<double>(bytes) / 1e6,
          static_cast<double>(space.available) / 1e6);
  }

  void take(std::string_view bytes) {
    const std::uint64_t limit = total().value_or(request_.max_size);
    if (part_.size() > limit || bytes.size() > limit - part_.size()) {
      part_.discard();
      fail(ErrorCode::kInvalidData, "{}: the host sends more than {} bytes", request_.address, limit);
    }
    part_.append(bytes);
    tick();
  }

  std::optional<Failure> judge(const HttpOutcome& outcome) {
    const long status = outcome.head.status;
    if (is_changed_ || status == 416) {
      part_.discard();
      return Failure{.reason = "the file changes while it is fetched", .is_passing = true};
    }
    if (!outcome.failure.empty()) return Failure{.reason = outcome.failure, .is_passing = outcome.is_passing};
    if (status == 200 || status == 206) {
      if (!total() || has_all()) return std::nullopt;
      return Failure{.reason = fmt::format("the connection broke off after {} of {} bytes", part_.size(), *total()),
                     .is_passing = true};
    }
    const std::uint64_t seconds = std::min<std::uint64_t>(number(outcome.head.field("retry-after")).value_or(0), 3600);
    const bool has_hint = (status == 401 || status == 403) && !request_.refusal_hint.empty();
    return Failure{.code = status == 404 || status == 410 ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
                   .reason = describe(status) + (has_hint ? "; " + request_.refusal_hint : ""),
                   .is_passing = is_passing(status),
                   .wait = std::chrono::seconds(seconds)};
  }

  [[nodiscard]] std::string content_fault(const std::string& sha256) const {
    const HostStatement& stated = *part_.statement();
    if (request_.size && part_.size() != *request_.size)
      return fmt::format("{} bytes where {} are expected", part_.size(), *request_.size);
    const std::string& expected = request_.sha256 ? *request_.sha256 : stated.sha256;
    if (!expected.empty())
      return sha256 == expected ? "" : fmt::format("damaged: sha256 is {}, expected {}", sha256, expected);
    if (stated.git_blob.empty()) return "";
    const std::string blob = git_blob_of_file(part_.path());
    return blob == stated.git_blob ? "" : fmt::format("damaged: git blob is {}, expected {}", blob, stated.git_blob);
  }

  Downloaded finish(const std::string& sha256) {
    const HostStatement& stated = *part_.statement();
    Downloaded done{.size = part_.size(),
                    .sha256 = sha256,
                    .is_checked = request_.sha256 || !stated.sha256.empty() || !stated.git_blob.empty(),
                    .commit = stated.commit};
    part_.commit();
    return done;
  }

  const DownloadRequest& request_;
  const TransferOptions& options_;
  const TransferWatch& watch_;
  std::string name_;
  PartialFile part_;
  HostStatement stated_;            ///< By the answers of the present attempt.
  bool is_asked_for_rest_ = false;  ///< The present attempt asked for a range.
  bool is_changed_ = false;         ///< The answer does not fit the part.
  bool is_resumed_ = false;         ///< The part is made of more than one answer.
};

}  // namespace

Downloaded download(const DownloadRequest& request, const TransferOptions& options, const TransferWatch& watch) {
  return Download(request, options, watch).run();
}

}  // namespace emo3d::store
