#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::store {

/// One GET request. Proxies are what the environment says (https_proxy, no_proxy ...), as are certificates
/// (CURL_CA_BUNDLE, SSL_CERT_FILE).
struct HttpRequest {
  std::string address;
  std::vector<std::string> headers;  ///< "Name: value".
  std::chrono::milliseconds connect_timeout{};
  std::chrono::milliseconds stall_timeout{};  ///< The exchange ends when no byte has come for so long.
};

/// What a server says before the contents.
struct HttpHead {
  long status = 0;                            ///< 0 where no answer came.
  std::map<std::string, std::string> fields;  ///< By name in small letters; only those that downloads need.

  /// The field's value, empty where there is none.
  [[nodiscard]] std::string field(const std::string& name) const;
};

/// What is called during an exchange. All may throw, which ends the exchange and leaves http_get().
struct HttpVisitor {
  std::function<bool(const HttpHead&)> head;      ///< Once; false where the contents are not wanted.
  std::function<void(std::string_view)> content;  ///< For each piece of the contents.
  std::function<void()> tick;                     ///< At least once a second, whatever happens.
};

struct HttpOutcome {
  HttpHead head;
  std::string redirect;     ///< The absolute address that a redirection leads to.
  std::string failure;      ///< Why the exchange did not end well; empty where it did, whatever the status.
  bool is_passing = false;  ///< The same request may succeed later.
};

/// Redirections are not followed. \throws Error kUnavailable where libcurl is missing.
[[nodiscard]] HttpOutcome http_get(const HttpRequest& request, const HttpVisitor& visitor);

}  // namespace emo3d::store
