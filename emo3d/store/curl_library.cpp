#include "emo3d/store/curl_library.h"

#include <dlfcn.h>

#include "emo3d/base/error.h"

namespace emo3d::store {
namespace {

constexpr const char* kName = "libcurl.so.4";  // the ABI of all libcurl 7.16 to 8

const char* loader_message() {
  const char* text = ::dlerror();
  return text == nullptr ? "unknown cause" : text;
}

template <typename Function>
void find(void* library, const char* symbol, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, symbol));
  check(function != nullptr, ErrorCode::kUnavailable, "{} is too old: {}", kName, loader_message());
}

/// The library stays loaded: it registers handlers that run when the program ends.
CurlLibrary load() {
  void* library = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  check(library != nullptr, ErrorCode::kUnavailable, "downloads need libcurl (Debian: libcurl4): {}", loader_message());
  CurlLibrary curl;
  decltype(&::curl_global_init) global_init = nullptr;
  find(library, "curl_global_init", global_init);
  find(library, "curl_easy_init", curl.easy_init);
  find(library, "curl_easy_setopt", curl.easy_setopt);
  find(library, "curl_easy_perform", curl.easy_perform);
  find(library, "curl_easy_getinfo", curl.easy_getinfo);
  find(library, "curl_easy_strerror", curl.easy_strerror);
  find(library, "curl_easy_cleanup", curl.easy_cleanup);
  find(library, "curl_slist_append", curl.slist_append);
  find(library, "curl_slist_free_all", curl.slist_free_all);
  find(library, "curl_url", curl.url);
  find(library, "curl_url_set", curl.url_set);
  find(library, "curl_url_get", curl.url_get);
  find(library, "curl_url_cleanup", curl.url_cleanup);
  find(library, "curl_free", curl.free);
  check(global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK, ErrorCode::kUnavailable, "{} cannot be initialised", kName);
  return curl;
}

}  // namespace

const CurlLibrary& curl_library() {
  static const CurlLibrary curl = load();
  return curl;
}

}  // namespace emo3d::store
