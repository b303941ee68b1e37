#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace emo3d::store {

/// How patient downloads are.
struct TransferOptions {
  std::chrono::milliseconds connect_timeout{15'000};
  std::chrono::milliseconds stall_timeout{30'000};  ///< Without a byte; looked at about once a second.
  int retries = 4;                               ///< After the first failure that may pass; anew with every MiB gained.
  std::chrono::milliseconds first_pause{1'000};  ///< Before the first retry; each further pause is twice as long.
  std::chrono::milliseconds max_pause{60'000};   ///< Also for a server that asks for more (Retry-After).
  int max_redirects = 8;
};

/// How far a download is.
struct TransferState {
  std::string_view file;
  std::uint64_t done = 0;                ///< Bytes, with those of earlier runs.
  std::optional<std::uint64_t> total{};  ///< Where known.
};

/// Called for each piece and at least once a second while a transfer works or waits. What it throws ends the transfer,
/// which can be resumed later.
using TransferWatch = std::function<void(const TransferState&)>;

struct DownloadRequest {
  std::string address;
  std::vector<std::string> headers{};  ///< "Name: value"; sent to the address's own origin only.
  std::filesystem::path target{};      ///< The parts lie beside it until it is complete.
  std::optional<std::uint64_t>
      size{};  ///< What the file must be; checked before anything is written where the host says.
  std::uint64_t max_size = 0;
  std::optional<std::string> sha256{};
  std::string refusal_hint{};  ///< What the user can do where access is refused (401, 403).
};

struct Downloaded {
  std::uint64_t size = 0;
  std::string sha256;
  bool is_checked = false;  ///< The contents were compared with the request's checksum, or with the host's.
  std::string commit;       ///< Hugging Face's X-Repo-Commit; empty elsewhere.
};

/// Fetches a file: goes on where an earlier call stopped if the host still has the same file, retries what may pass,
/// and gives the file its name when size and checksum are right. Of one target only one download may run at a time.
/// \throws Error kNotFound (404, 410), kUnavailable (unreachable, refused, broken off), kInvalidData (other contents
/// than expected; the parts are removed), kInvalidArgument (an address that is not https), kIo.
[[nodiscard]] Downloaded download(const DownloadRequest& request, const TransferOptions& options,
                                  const TransferWatch& watch = {});

}  // namespace emo3d::store
