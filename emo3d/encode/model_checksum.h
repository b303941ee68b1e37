#pragma once

#include <filesystem>
#include <string>

namespace emo3d::encode {

/// What identifies the model in a Hugging Face folder, for cache keys: the SHA-256 of each of its files that changes an
/// embedding (config, weights, tokenizer, image preprocessing). Files of hundreds of megabytes are not read again
/// while they stay the same: their checksums are kept in `memory`/checksums.json by path, device, inode, size and times
/// of last change, to the nanosecond; a file that changed within the last 2 seconds is not kept, since it may change
/// again within what the file system's clock tells apart. A `memory` that is damaged or cannot be written costs time
/// only; an empty path keeps nothing.
/// \throws Error kNotFound where the folder has no config.json or no weights, kIo, kInvalidData.
[[nodiscard]] std::string model_checksum(const std::filesystem::path& folder, const std::filesystem::path& memory);

}  // namespace emo3d::encode
