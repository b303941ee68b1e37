#pragma once

#include <string>
#include <string_view>

namespace emo3d::avatar {

[[nodiscard]] bool is_data_uri(std::string_view uri);
/// The bytes of "data:...;base64,...". \throws Error kInvalidData, naming `place`, for anything that is not base64.
[[nodiscard]] std::string decode_data_uri(std::string_view uri, std::string_view place);
/// `text` with %20 and its like replaced by the bytes they stand for; a % without two hex digits stays.
[[nodiscard]] std::string percent_decoded(std::string_view text);

}  // namespace emo3d::avatar
