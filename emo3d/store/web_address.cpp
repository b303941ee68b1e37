#include "emo3d/store/web_address.h"

#include <algorithm>
#include <array>
#include <memory>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"
#include "emo3d/store/curl_library.h"

namespace emo3d::store {
namespace {

struct FreeUrl {
  void operator()(CURLU* url) const { curl_library().url_cleanup(url); }
};

struct Parts {
  std::string scheme;
  std::string host;
  std::string port;
};

/// Parsed by libcurl, which also fetches it: two parsers could disagree about the host.
Parts parse(const std::string& address, ErrorCode code) {
  const CurlLibrary& curl = curl_library();
  const std::unique_ptr<CURLU, FreeUrl> url(curl.url());
  const bool valid =
      url && curl.url_set(url.get(), CURLUPART_URL, address.c_str(), CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
  check(valid, code, "{} is no web address", quote(address, 200));
  const auto part = [&](CURLUPart which, unsigned flags) {
    char* text = nullptr;
    if (curl.url_get(url.get(), which, &text, flags) != CURLUE_OK) return std::string();
    std::string copy = lower_ascii(text);
    curl.free(text);
    return copy;
  };
  return {part(CURLUPART_SCHEME, 0), part(CURLUPART_HOST, 0), part(CURLUPART_PORT, CURLU_DEFAULT_PORT)};
}

bool is_this_machine(const std::string& host) {
  constexpr std::array<std::string_view, 3> kNames = {"localhost", "127.0.0.1", "[::1]"};
  return std::ranges::find(kNames, host) != kNames.end();
}

void check_parts(const Parts& parts, const std::string& address, ErrorCode code) {
  check(parts.scheme == "https" || (parts.scheme == "http" && is_this_machine(parts.host)), code,
        "{}: only https addresses are fetched", quote(address, 200));
}

}  // namespace

void check_web_address(const std::string& address) {
  check_parts(parse(address, ErrorCode::kInvalidArgument), address, ErrorCode::kInvalidArgument);
}

void check_redirect(const std::string& from, const std::string& to) {
  const Parts target = parse(to, ErrorCode::kUnavailable);
  check_parts(target, to, ErrorCode::kUnavailable);
  check(target.scheme == "https" || parse(from, ErrorCode::kUnavailable).scheme == "http", ErrorCode::kUnavailable,
        "{}: only https addresses are fetched", quote(to, 200));
}

std::string origin_of(const std::string& address) {
  const Parts parts = parse(address, ErrorCode::kInvalidArgument);
  return parts.scheme + "://" + parts.host + ":" + parts.port;
}

}  // namespace emo3d::store
