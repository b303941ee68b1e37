#include "emo3d/text/added_token_json.h"

#include "emo3d/base/error.h"

namespace emo3d::text {

AddedToken parse_added_token(const Json& json, std::size_t id, std::string_view source) {
  AddedToken token;
  token.text = string_member(json, "content", source);
  token.id = static_cast<std::int32_t>(id);
  const auto is_set = [&](const char* key) {
    const auto found = json.find(key);
    if (found == json.end()) return false;
    check(found->is_boolean(), ErrorCode::kInvalidData, "{}: \"{}\" of the added token {} must be true or false",
          source, key, quote(token.text));
    return found->get<bool>();
  };
  token.strips_left = is_set("lstrip");
  token.strips_right = is_set("rstrip");
  check(!is_set("single_word"), ErrorCode::kInvalidData,
        "{}: the added token {} is \"single_word\", which is not supported", source, quote(token.text));
  return token;
}

}  // namespace emo3d::text
