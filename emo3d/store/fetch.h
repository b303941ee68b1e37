#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "emo3d/store/download.h"
#include "emo3d/store/manifest.h"
#include "emo3d/store/pull_record.h"

namespace emo3d::store {

/// What a pull tells while it works, and how patient it is.
struct PullOptions {
  std::function<void(std::string_view step)> report{};  ///< What begins now ("fetching ADDRESS"), for a user to read.
  TransferWatch watch{};                                ///< How far a download is; may throw to stop it.
  TransferOptions transfer{};
};

/// Fetches an asset's files from a web or Hugging Face source into `folder`; what an earlier call left there is gone on
/// with. Files of one Hugging Face branch are all of the commit that it was at with the first. The environment says
/// which host is meant (HF_ENDPOINT) and with which access token (HF_TOKEN).
/// \throws Error as download(); `folder` keeps what is there.
[[nodiscard]] PullRecord fetch(const Asset& asset, const Source& source, const std::filesystem::path& folder,
                               const PullOptions& options);

}  // namespace emo3d::store
