#pragma once

#include <string>

namespace emo3d::store {

/// Refuses addresses that are neither https nor, as a test's own server is, http on this machine (localhost, 127.0.0.1,
/// ::1). \throws Error kInvalidArgument naming the address.
void check_web_address(const std::string& address);

/// The same of what a server redirects to; from https only https is followed. \throws Error kUnavailable.
void check_redirect(const std::string& from, const std::string& to);

/// Scheme, host and port in one form: credentials for one origin are not sent to another.
[[nodiscard]] std::string origin_of(const std::string& address);

}  // namespace emo3d::store
