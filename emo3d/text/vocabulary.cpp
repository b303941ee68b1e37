#include "emo3d/text/vocabulary.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "emo3d/base/error.h"
#include "emo3d/base/utf8.h"

namespace emo3d::text {
namespace {

/// Takes {"token": id, ...} from nlohmann's parser as it goes: a document of a large vocabulary would cost more than
/// all the rest of loading.
class TokenIds : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit TokenIds(std::string_view source) : source_(source) {}

  std::vector<NumberedToken> take() { return std::move(tokens_); }

  bool start_object(std::size_t) override {
    refuse(open_, "an object");
    open_ = true;
    return true;
  }
  bool key(string_t& name) override {
    check(tokens_.size() < kMaxVocabulary, ErrorCode::kInvalidData, "{}: more than {} tokens", source_, kMaxVocabulary);
    tokens_.push_back({std::move(name), 0});
    return true;
  }
  bool number_unsigned(number_unsigned_t value) override {
    refuse(!open_, "a number");
    tokens_.back().id = value;
    return true;
  }
  bool end_object() override { return true; }
  bool null() override { return refuse(true, "null"); }
  bool boolean(bool) override { return refuse(true, "a boolean"); }
  bool number_integer(number_integer_t) override { return refuse(true, "a negative number"); }
  bool number_float(number_float_t, const string_t&) override { return refuse(true, "a fraction"); }
  bool string(string_t&) override { return refuse(true, "a string"); }
  bool binary(binary_t&) override { return refuse(true, "bytes"); }
  bool start_array(std::size_t) override { return refuse(true, "an array"); }
  bool end_array() override { return true; }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    fail(ErrorCode::kInvalidData, "{}: malformed JSON at byte {}", source_, position);
  }

 private:
  bool refuse(bool condition, std::string_view what) const {
    check(!condition, ErrorCode::kInvalidData, "{}: {} where an object of tokens and their ids is expected{}", source_,
          what, tokens_.empty() ? std::string() : ", after " + quote(tokens_.back().token));
    return true;
  }

  std::string_view source_;
  bool open_ = false;
  std::vector<NumberedToken> tokens_;
};

}  // namespace

Vocabulary::Vocabulary(std::vector<std::string> tokens, std::string_view source) : tokens_(std::move(tokens)) {
  check(!tokens_.empty() && tokens_.size() <= kMaxVocabulary, ErrorCode::kInvalidData,
        "{}: a vocabulary of {} tokens, expected 1 to {}", source, tokens_.size(), kMaxVocabulary);
  ids_.reserve(tokens_.size());
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    const std::string& token = tokens_[i];
    check(!token.empty(), ErrorCode::kInvalidData, "{}: the token of id {} is empty", source, i);
    check(!find_invalid_utf8(token), ErrorCode::kInvalidData, "{}: the token {} of id {} is not valid UTF-8", source,
          quote(token), i);
    const auto [other, is_new] = ids_.emplace(token, static_cast<std::int32_t>(i));
    check(is_new, ErrorCode::kInvalidData, "{}: the token {} has two ids, {} and {}", source, quote(token),
          other->second, i);
  }
}

std::int32_t Vocabulary::at(std::string_view token, std::string_view source) const {
  const std::int32_t id = find(token);
  check(id != kNone, ErrorCode::kInvalidData, "{}: the token {} is missing", source, quote(token));
  return id;
}

Vocabulary parse_vocab_txt(std::string_view bytes, std::string_view source) {
  std::vector<std::string> tokens;
  for (std::size_t begin = 0; begin < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', begin), bytes.size());
    std::string_view line = bytes.substr(begin, end - begin);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t number = tokens.size() + 1;
    check(!line.empty(), ErrorCode::kInvalidData, "{}: line {} is empty, expected a token", source, number);
    check(number <= kMaxVocabulary, ErrorCode::kInvalidData, "{}: more than {} lines", source, kMaxVocabulary);
    check(!find_invalid_utf8(line), ErrorCode::kInvalidData, "{}: line {} is not valid UTF-8", source, number);
    tokens.emplace_back(line);
    begin = end + 1;
  }
  return Vocabulary(std::move(tokens), source);
}

Vocabulary parse_vocab_json(std::string_view bytes, std::string_view source) {
  TokenIds reader(source);
  nlohmann::json::sax_parse(bytes, &reader);
  return make_vocabulary(reader.take(), source);
}

Vocabulary make_vocabulary(std::vector<NumberedToken> tokens, std::string_view source) {
  check(tokens.size() <= kMaxVocabulary, ErrorCode::kInvalidData, "{}: more than {} tokens", source, kMaxVocabulary);
  std::vector<std::string> in_order(tokens.size());
  std::vector<bool> seen(tokens.size());
  for (NumberedToken& token : tokens) {
    // Of as many ids as tokens, all below their number and none twice, none is missing.
    check(token.id < tokens.size(), ErrorCode::kInvalidData,
          "{}: {} tokens, but {} has the id {}, expected ids without a gap", source, tokens.size(), quote(token.token),
          token.id);
    const auto id = static_cast<std::size_t>(token.id);
    check(!seen[id], ErrorCode::kInvalidData, "{}: the id {} stands at {} and at {}", source, id, quote(in_order[id]),
          quote(token.token));
    seen[id] = true;
    in_order[id] = std::move(token.token);
  }
  return Vocabulary(std::move(in_order), source);
}

}  // namespace emo3d::text
