#include "emo3d/store/fetch.h"

#include <algorithm>
#include <cstdlib>

#include "emo3d/base/error.h"
#include "emo3d/store/checksum.h"
#include "emo3d/store/contents.h"

namespace emo3d::store {
namespace fs = std::filesystem;
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// How the files of a source are asked for.
struct Place {
  std::string folder;  ///< An address that ends in a slash.
  std::vector<std::string> headers;
  std::string refusal_hint;
};

Place place_of(const HuggingFaceSource& hub, const std::string& commit) {
  std::string endpoint = variable("HF_ENDPOINT");
  if (endpoint.empty()) endpoint = "https://huggingface.co";
  while (endpoint.ends_with('/')) endpoint.pop_back();
  Place place{
      .folder = fmt::format("{}/{}/resolve/{}/", endpoint, hub.repository, commit.empty() ? hub.revision : commit),
      .headers = {},
      .refusal_hint = fmt::format("accept the model's terms at {}/{} if it has any, and put an access token into "
                                  "the variable HF_TOKEN (made at {}/settings/tokens)",
                                  endpoint, hub.repository, endpoint)};
  if (const std::string token = variable("HF_TOKEN"); !token.empty()) {
    const bool plain = std::ranges::all_of(token, [](char c) { return c > ' ' && c <= '~'; });
    check(plain, ErrorCode::kInvalidArgument, "HF_TOKEN holds characters that no access token has");
    place.headers.push_back("Authorization: Bearer " + token);
  }
  return place;
}

Place place_of(const Source& source, const std::string& commit) {
  if (const auto* web = std::get_if<WebSource>(&source))
    return {.folder = web->folder, .headers = {}, .refusal_hint = {}};
  return place_of(std::get<HuggingFaceSource>(source), commit);
}

/// The commit that a source itself pins, else none.
std::string commit_of(const Source& source) {
  const auto* hub = std::get_if<HuggingFaceSource>(&source);
  return hub != nullptr && is_git_name(hub->revision) ? hub->revision : "";
}

/// Whether an earlier call has fetched the file, and it is still what that call found.
bool is_fetched(const fs::path& folder, const AssetFile& file, const PullRecord& record) {
  const PulledFile* then = record.find(file.name);
  if (then == nullptr || size_fault(folder, file, record)) return false;
  const std::string sha256 = sha256_of_file(folder / file.name);
  return sha256 == then->sha256 && (!file.sha256 || sha256 == *file.sha256);
}

}  // namespace

PullRecord fetch(const Asset& asset, const Source& source, const fs::path& folder, const PullOptions& options) {
  const auto tell = [&](const std::string& step) {
    if (options.report) options.report(step);
  };
  PullRecord record = read_record(folder).value_or(PullRecord{});
  if (record.source != describe(source)) record = {describe(source), commit_of(source), {}};
  for (const AssetFile& file : asset.files) {
    if (is_fetched(folder, file, record)) continue;
    std::erase_if(record.files, [&](const PulledFile& then) { return then.name == file.name; });
    const Place place = place_of(source, record.revision);
    const DownloadRequest request{.address = place.folder + file.name,
                                  .headers = place.headers,
                                  .target = folder / file.name,
                                  .size = file.size,
                                  .max_size = file.max_size,
                                  .sha256 = file.sha256,
                                  .refusal_hint = place.refusal_hint};
    tell("fetching " + request.address);
    try {
      const Downloaded done = download(request, options.transfer, options.watch);
      check(record.revision.empty() || done.commit.empty() || done.commit == record.revision, ErrorCode::kInvalidData,
            "{}: the host answers with commit {}", request.address, done.commit);
      record.revision = done.commit.empty() ? record.revision : done.commit;
      record.files.push_back({file.name, done.size, done.sha256, done.is_checked});
    } catch (const Error& e) {
      if (!file.optional || e.code() != ErrorCode::kNotFound) throw;
      tell(fmt::format("{}; it is not needed", e.what()));
    }
    write_record(folder, record);
  }
  return record;
}

}  // namespace emo3d::store
