#include "emo3d/store/http.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <exception>
#include <memory>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/base/version.h"
#include "emo3d/store/curl_library.h"

namespace emo3d::store {
namespace {

constexpr std::array<std::string_view, 9> kKeptFields = {
    "content-encoding", "content-length", "content-range", "etag",         "last-modified",
    "retry-after",      "x-linked-etag",  "x-linked-size", "x-repo-commit"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlank);
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

struct EndHandle {
  void operator()(CURL* handle) const { curl_library().easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_library().slist_free_all(list); }
};

/// The state of one exchange, which libcurl's callbacks get a pointer to. No exception may pass through libcurl.
class Exchange {
 public:
  Exchange(const HttpRequest& request, const HttpVisitor& visitor)
      : request_(request), visitor_(visitor), curl_(curl_library()), handle_(curl_.easy_init()) {
    check(handle_ != nullptr, ErrorCode::kUnavailable, "libcurl cannot start a download");
    prepare();
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  [[nodiscard]] HttpOutcome run() {
    const CURLcode code = curl_.easy_perform(handle_.get());
    if (!thrown_ && code == CURLE_OK) guard([this] { deliver_head(); });
    if (thrown_) std::rethrow_exception(thrown_);
    HttpOutcome outcome;
    outcome.head = head_;
    if (char* target = nullptr; curl_.easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &target) == CURLE_OK && target)
      outcome.redirect = target;
    if (code == CURLE_OK || (delivered_ && !wanted_)) return outcome;
    outcome.is_passing = is_passing(code);
    outcome.failure = stalled_ ? fmt::format("no data for {:.3g} s", seconds(request_.stall_timeout)) : reason(code);
    return outcome;
  }

 private:
  static double seconds(std::chrono::milliseconds time) { return std::chrono::duration<double>(time).count(); }

  template <typename Value>
  void set(CURLoption option, Value value) {
    check(curl_.easy_setopt(handle_.get(), option, value) == CURLE_OK, ErrorCode::kUnavailable,
          "this libcurl does not know option {}", static_cast<int>(option));
  }

  /// http too: web_address allows it for this machine only.
  void allow_web_only() {
    if (curl_.easy_setopt(handle_.get(), CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK) return;
    // libcurl before 7.85 knows the older options only, which later headers deprecate
    constexpr long kWeb = CURLPROTO_HTTP | CURLPROTO_HTTPS;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    set(CURLOPT_PROTOCOLS, kWeb);
    set(CURLOPT_REDIR_PROTOCOLS, kWeb);
#pragma GCC diagnostic pop
  }

  void prepare() {
    curl_slist* headers = nullptr;
    for (const std::string& header : request_.headers) {
      headers = curl_.slist_append(headers_.get(), header.c_str());
      check(headers != nullptr, ErrorCode::kUnavailable, "libcurl cannot start a download");
      (void)headers_.release();
      headers_.reset(headers);
    }
    set(CURLOPT_URL, request_.address.c_str());
    set(CURLOPT_HTTPHEADER, headers);
    set(CURLOPT_USERAGENT, user_agent_.c_str());
    allow_web_only();
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request_.connect_timeout.count()));
    set(CURLOPT_ERRORBUFFER, error_.data());
    set(CURLOPT_HEADERFUNCTION, &Exchange::on_header);
    set(CURLOPT_HEADERDATA, this);
    set(CURLOPT_WRITEFUNCTION, &Exchange::on_content);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_XFERINFOFUNCTION, &Exchange::on_tick);
    set(CURLOPT_XFERINFODATA, this);
    set(CURLOPT_NOPROGRESS, 0L);
    for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"})
      if (const char* file = std::getenv(name); file != nullptr && *file != '\0') {
        set(CURLOPT_CAINFO, file);
        break;
      }
  }

  /// Runs `action`, keeping what it throws. False where it threw.
  template <typename Action>
  bool guard(Action&& action) {
    try {
      action();
      return true;
    } catch (...) {
      thrown_ = std::current_exception();
      return false;
    }
  }

  void read_header(std::string_view line) {
    if (line.starts_with("HTTP/")) {  // a new answer, after "100 Continue" for example
      head_ = {};
      return;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string name = lower_ascii(line.substr(0, colon));
    if (std::ranges::find(kKeptFields, name) != kKeptFields.end()) head_.fields[name] = trimmed(line.substr(colon + 1));
  }

  void deliver_head() {
    if (delivered_) return;
    delivered_ = true;
    curl_.easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &head_.status);
    wanted_ = visitor_.head(head_);
  }

  static std::size_t on_header(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    return exchange.guard([&] { exchange.read_header({bytes, size}); }) ? size : 0;
  }

  static std::size_t on_content(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& exchange = *static_cast<Exchange*>(self);
    const bool taken = exchange.guard([&] {
      exchange.deliver_head();
      if (exchange.wanted_) exchange.visitor_.content({bytes, size});
    });
    return taken && exchange.wanted_ ? size : 0;  // 0 ends the exchange
  }

  static int on_tick(void* self, curl_off_t, curl_off_t received, curl_off_t, curl_off_t) {
    auto& exchange = *static_cast<Exchange*>(self);
    const auto now = std::chrono::steady_clock::now();
    if (received != exchange.received_) {
      exchange.received_ = received;
      exchange.last_byte_ = now;
    }
    exchange.stalled_ = now - exchange.last_byte_ > exchange.request_.stall_timeout;
    return exchange.guard(exchange.visitor_.tick) && !exchange.stalled_ ? 0 : 1;
  }

  [[nodiscard]] bool is_passing(CURLcode code) const {
    constexpr std::array kPassing = {
        CURLE_OPERATION_TIMEDOUT, CURLE_RECV_ERROR,        CURLE_SEND_ERROR, CURLE_GOT_NOTHING,
        CURLE_PARTIAL_FILE,       CURLE_SSL_CONNECT_ERROR, CURLE_HTTP2,      CURLE_HTTP2_STREAM};
    return stalled_ || std::ranges::find(kPassing, code) != kPassing.end();
  }

  [[nodiscard]] std::string reason(CURLcode code) const {
    std::string text = error_[0] == '\0' ? curl_.easy_strerror(code) : error_.data();
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
      case CURLE_COULDNT_RESOLVE_PROXY:
      case CURLE_COULDNT_CONNECT:
      case CURLE_OPERATION_TIMEDOUT:
        return "the host cannot be reached: " + text;
      case CURLE_PARTIAL_FILE:
      case CURLE_GOT_NOTHING:
      case CURLE_RECV_ERROR:
        return "the connection broke off: " + text;
      default:
        return text;
    }
  }

  const HttpRequest& request_;
  const HttpVisitor& visitor_;
  const CurlLibrary& curl_;
  std::unique_ptr<CURL, EndHandle> handle_;
  std::unique_ptr<curl_slist, FreeList> headers_;
  std::string user_agent_ = fmt::format("emo3d/{}", version());
  std::array<char, CURL_ERROR_SIZE> error_{};
  HttpHead head_;
  bool delivered_ = false;
  bool wanted_ = false;
  std::exception_ptr thrown_;
  curl_off_t received_ = -1;
  std::chrono::steady_clock::time_point last_byte_ = std::chrono::steady_clock::now();
  bool stalled_ = false;
};

}  // namespace

std::string HttpHead::field(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? "" : found->second;
}

HttpOutcome http_get(const HttpRequest& request, const HttpVisitor& visitor) {
  return Exchange(request, visitor).run();
}

}  // namespace emo3d::store
